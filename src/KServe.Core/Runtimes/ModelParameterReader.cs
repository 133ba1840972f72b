using System.Globalization;

namespace KServe;

/// <summary>Reads the parameters of a model and collects every error in them.</summary>
/// <remarks>For serving runtimes; see <see cref="ModelArtifact.Parameters"/>. Not safe for concurrent use.</remarks>
/// <param name="parameters">The parameters as written in configuration.</param>
public sealed class ModelParameterReader(IReadOnlyDictionary<string, string> parameters)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    /// <summary>Tells whether a parameter is there.</summary>
    /// <param name="key">The case-sensitive key.</param>
    /// <returns><see langword="true"/> when it was written.</returns>
    public bool Has(string key) => parameters.ContainsKey(key);

    /// <summary>Reads <c>true</c> or <c>false</c>, in any letter case.</summary>
    /// <param name="key">The case-sensitive key.</param>
    /// <param name="fallback">What holds when it was not written, or wrongly.</param>
    /// <returns>The value.</returns>
    public bool GetBoolean(string key, bool fallback) =>
        GetChoice(key, fallback, ("true", true), ("false", false));

    /// <summary>Reads a whole number in a range.</summary>
    /// <param name="key">The case-sensitive key.</param>
    /// <param name="fallback">What holds when it was not written, or wrongly.</param>
    /// <param name="min">The smallest value taken.</param>
    /// <param name="max">The largest value taken.</param>
    /// <returns>The value.</returns>
    public int GetNumber(string key, int fallback, int min, int max)
    {
        if (!TryGet(key, out var text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max)
        {
            return value;
        }

        AddError(key, $"a number from {min} to {max}", text);
        return fallback;
    }

    /// <summary>Reads one of several names, in any letter case.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="key">The case-sensitive key.</param>
    /// <param name="fallback">What holds when it was not written, or wrongly.</param>
    /// <param name="choices">The names and what they stand for.</param>
    /// <returns>The value.</returns>
    public T GetChoice<T>(string key, T fallback, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (!TryGet(key, out var text))
        {
            return fallback;
        }

        List<string> names = [];
        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }

            names.Add(name);
        }

        AddError(key, $"one of {string.Join(", ", names)}", text);
        return fallback;
    }

    /// <summary>Gets all parameters whose keys have a prefix, by the rest of the key.</summary>
    /// <param name="prefix">The case-sensitive beginning of the keys.</param>
    /// <returns>A new dictionary.</returns>
    public IReadOnlyDictionary<string, string> GetGroup(string prefix)
    {
        Dictionary<string, string> group = new(StringComparer.Ordinal);
        foreach (var (key, value) in parameters)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length)
            {
                _known.Add(key);
                group[key[prefix.Length..]] = value;
            }
        }

        return group;
    }

    /// <summary>Throws when a parameter was wrong or was never asked for.</summary>
    /// <param name="modelName">The model, for the message.</param>
    /// <exception cref="InferenceException">Names every such parameter and what was expected.</exception>
    public void ThrowIfInvalid(string modelName)
    {
        foreach (var key in parameters.Keys.Where(key => !_known.Contains(key)))
        {
            var known = string.Join(", ", _known.Order(StringComparer.Ordinal));
            _errors.Add($"parameter '{key}' is not known; known are {known}");
        }

        if (_errors.Count > 0)
        {
            throw InferenceException.InvalidArgument($"model '{modelName}': {string.Join("; ", _errors)}");
        }
    }

    private bool TryGet(string key, out string text)
    {
        _known.Add(key);
        var found = parameters.TryGetValue(key, out var value);
        text = value ?? "";
        return found;
    }

    private void AddError(string key, string expected, string text) =>
        _errors.Add($"parameter '{key}' must be {expected}, got '{text}'");
}
