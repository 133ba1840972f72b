using System.Globalization;
using System.Text;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>What Python's strings and regular expressions say of characters, where .NET says otherwise.</summary>
internal static class PythonText
{
    private const char CapitalSigma = '\u03A3';
    private const char CapitalIWithDot = '\u0130';

    /// <summary>Lowers as <c>str.lower</c>, with Unicode's special cases: the Turkish İ, the final sigma.</summary>
    public static string Lower(string text)
    {
        if (!text.AsSpan().ContainsAny(CapitalSigma, CapitalIWithDot))
        {
            return text.ToLowerInvariant();
        }

        var lowered = new StringBuilder(text.Length + 4);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (CapitalSigma or CapitalIWithDot))
            {
                continue;
            }

            lowered.Append(text[start..i].ToLowerInvariant());
            lowered.Append(text[i] == CapitalIWithDot ? "i\u0307" : IsFinalSigma(text, i) ? "\u03C2" : "\u03C3");
            start = i + 1;
        }

        return lowered.Append(text[start..].ToLowerInvariant()).ToString();
    }

    /// <summary>Tells whether <c>\w</c> of Python matches: letters, numbers, the underscore.</summary>
    public static bool IsWord(Rune rune)
    {
        if (rune.IsAscii)
        {
            return char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_';
        }

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }

    /// <summary>Tells whether <c>\s</c> matches; four control characters are more than in .NET.</summary>
    public static bool IsSpace(char character) =>
        char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>Reads the code point at a place; a lone surrogate is itself a character, as in Python.</summary>
    public static int GetLength(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private static bool IsFinalSigma(string text, int index)
    {
        var before = index - 1;
        while (before >= 0 && IsCaseIgnorable(text[before]))
        {
            before--;
        }

        if (before < 0 || !IsCased(text, before))
        {
            return false;
        }

        var after = index + 1;
        while (after < text.Length && IsCaseIgnorable(text[after]))
        {
            after++;
        }

        return after == text.Length || !IsCased(text, after);
    }

    private static bool IsCased(string text, int index)
    {
        if (char.IsLowSurrogate(text[index]) && index > 0)
        {
            index--;
        }

        return CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
    }

    private static bool IsCaseIgnorable(char character) =>
        character is '\'' or '.' or ':' or '\u00B7' or '\u2018' or '\u2019' or '\u2024' or '\u2027' or '\u0387'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
