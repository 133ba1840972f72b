using System.Text;
using System.Text.RegularExpressions;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Functions;

/// <summary>Functions of texts.</summary>
internal static class TextFunctions
{
    /// <summary>The longest text that a function makes, in characters.</summary>
    private const int MaxLength = 1 << 20;

    public static Dictionary<string, BuiltInFunction> All { get; } = new(StringComparer.Ordinal)
    {
        ["uppercase"] = Text(static text => text.ToUpperInvariant()),
        ["lowercase"] = Text(static text => text.ToLowerInvariant()),
        ["trimBlanks"] = Text(static text => text.Trim()),
        ["stringLength"] = new(1, 1, static values => PmmlValue.FromInteger(values[0].ToString().Length)),
        ["substring"] = new(3, 3, Substring),
        ["concat"] = new(1, int.MaxValue, Concat, IsMissingTolerated: true),
        ["formatNumber"] = new(2, 2, static values =>
            PmmlValue.FromText(NumberFormat.Format(values[0], values[1].ToString()))),
    };

    /// <summary>Makes the functions <c>matches</c> and <c>replace</c> with a pattern that the document gives.</summary>
    /// <exception cref="InvalidDataException">The pattern is none that can be run in linear time.</exception>
    public static BuiltInFunction? FindPattern(string name, PmmlValue pattern)
    {
        if (name is not ("matches" or "replace"))
        {
            return null;
        }

        var regex = CreateRegex(pattern.ToString());
        return name == "matches"
            ? new BuiltInFunction(2, 2, values => PmmlValue.FromBoolean(regex.IsMatch(values[0].ToString())))
            : new BuiltInFunction(3, 3, values => PmmlValue.FromText(
                Bounded(regex.Replace(values[0].ToString(), values[2].ToString()))));
    }

    /// <summary>Compiles a pattern of a document so that no text can make it slow.</summary>
    /// <exception cref="InvalidDataException">The pattern is none, or needs backtracking.</exception>
    public static Regex CreateRegex(string pattern)
    {
        if (pattern.Length > 4096)
        {
            throw new InvalidDataException("a pattern is longer than 4096 characters");
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"the pattern '{pattern}' is not supported", exception);
        }
    }

    private static BuiltInFunction Text(Func<string, string> body) =>
        new(1, 1, values => PmmlValue.FromText(body(values[0].ToString())));

    private static PmmlValue Substring(ReadOnlySpan<PmmlValue> values)
    {
        var text = values[0].ToString();
        var start = values[1].ToNumber() - 1;
        var length = values[2].ToNumber();
        if (!(start >= 0) || !(length >= 0))
        {
            return default;
        }

        var from = (int)Math.Min(start, text.Length);
        return PmmlValue.FromText(text.Substring(from, (int)Math.Min(length, text.Length - from)));
    }

    private static PmmlValue Concat(ReadOnlySpan<PmmlValue> values)
    {
        var builder = new StringBuilder();
        foreach (var value in values)
        {
            builder.Append(value.ToString());
            Bounded(builder.Length);
        }

        return PmmlValue.FromText(builder.ToString());
    }

    private static string Bounded(string text)
    {
        Bounded(text.Length);
        return text;
    }

    private static void Bounded(int length)
    {
        if (length > MaxLength)
        {
            throw InferenceException.InvalidArgument($"a text becomes longer than {MaxLength} characters");
        }
    }
}
