using System.Text;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>Makes letters large and small.</summary>
internal static class TextCase
{
    /// <summary>Makes the first letter large, all others small.</summary>
    public static string Capitalize(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    /// <summary>Makes the letter behind every other character large, as str.title does.</summary>
    public static string PythonTitle(string text) => Title(text, static c => !char.IsLetter(c));

    /// <summary>Makes the first letter of words large, as the filter does, which knows fewer borders.</summary>
    public static string FilterTitle(string text) =>
        Title(text, static c => char.IsWhiteSpace(c) || c is '-' or '(' or '{' or '[' or '<');

    private static string Title(string text, Func<char, bool> isBorder)
    {
        var builder = new StringBuilder(text.Length);
        var begins = true;
        foreach (var c in text)
        {
            builder.Append(begins ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            begins = isBorder(c);
        }

        return builder.ToString();
    }
}
