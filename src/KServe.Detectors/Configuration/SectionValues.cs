using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace KServe.Detectors;

/// <summary>Reads the values of one section, and notes all that are wrong instead of stopping at the first.</summary>
internal sealed class SectionValues(IConfigurationSection section, string path, List<string> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string? Text(string key) => Get(key) is { } value && !string.IsNullOrWhiteSpace(value.Value)
        ? value.Value
        : null;

    /// <summary>Reads a number or a truth value, if it is there.</summary>
    public void Read<T>(string key, Action<T> set)
        where T : IParsable<T>
    {
        if (Text(key) is not { } text)
        {
            return;
        }

        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            Fail(key, $"{Describe<T>()} was expected, got '{text}'");
        }
    }

    /// <summary>Reads one of several names, if it is there.</summary>
    public void ReadEnum<T>(string key, Action<T> set)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return;
        }

        // Numbers are no names, though they parse.
        if (char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            && Enum.IsDefined(value))
        {
            set(value);
        }
        else
        {
            Fail(key, $"one of {string.Join(", ", Enum.GetNames<T>())} was expected, got '{text}'");
        }
    }

    public void List(string key, IList<string> items)
    {
        foreach (var item in Get(key)?.GetChildren() ?? [])
        {
            items.Add(item.Value ?? "");
        }
    }

    public IConfigurationSection? Section(string key) => Get(key);

    public void Fail(string key, string reason) => errors.Add($"{path}:{key}: {reason}.");

    public void FailAll(IEnumerable<string> reasons) => errors.AddRange(reasons.Select(reason => $"{path}:{reason}"));

    /// <summary>Notes keys that nobody asked for: most are misspelt.</summary>
    public void RejectOthers()
    {
        foreach (var child in section.GetChildren())
        {
            if (!_known.Contains(child.Key))
            {
                Fail(child.Key, $"is not known, one of {string.Join(", ", _known)} was expected");
            }
        }
    }

    private IConfigurationSection? Get(string key)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        return child.Exists() ? child : null;
    }

    private static string Describe<T>() => typeof(T) == typeof(bool) ? "true or false"
        : typeof(T) == typeof(double) ? "a number"
        : "an integer";
}
