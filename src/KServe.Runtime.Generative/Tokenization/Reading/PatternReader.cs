using System.Text.RegularExpressions;
using KServe.Runtime.Generative.Tokenization.PreTokenizers;

namespace KServe.Runtime.Generative.Tokenization.Reading;

/// <summary>Reads patterns: a text, or a regular expression.</summary>
internal static class PatternReader
{
    private const int LongestPattern = 4096;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="InferenceException">It cannot be searched in linear time.</exception>
    public static TextPattern Read(JsonField field)
    {
        if (!field["String"].IsNull)
        {
            return new LiteralPattern(field["String"].Text());
        }

        var regex = field["Regex"];
        var text = regex.Text();
        if (text.Length > LongestPattern)
        {
            throw regex.Error($"has more than {LongestPattern} characters");
        }

        if (ScannerPattern.Find(text) is { } scanner)
        {
            return scanner;
        }

        if (RegexText.FindForeign(text) is { } foreign)
        {
            throw regex.Error($"is a regular expression that is not supported: it holds {foreign}");
        }

        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new RegexPattern(new Regex(text, Options));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw regex.Error("is a regular expression that cannot be searched in linear time: " + Shorten(text));
        }
    }

    private static string Shorten(string text) => text.Length > 200 ? text[..200] + "..." : text;
}
