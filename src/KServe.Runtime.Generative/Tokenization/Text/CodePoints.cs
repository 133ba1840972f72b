using System.Globalization;
using System.Text;

namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>Reads code points of UTF-16 text, and says what kind they are.</summary>
internal static class CodePoints
{
    /// <summary>Gets the code point at a position of well-formed text.</summary>
    public static int At(ReadOnlySpan<char> text, int index)
    {
        var c = text[index];
        return char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
            ? char.ConvertToUtf32(c, text[index + 1])
            : c;
    }

    /// <summary>Gets the code point that ends in front of a position of well-formed text.</summary>
    public static int Before(ReadOnlySpan<char> text, int index) =>
        index >= 2 && char.IsLowSurrogate(text[index - 1]) ? At(text, index - 2) : text[index - 1];

    /// <summary>Gets how many units the code point at a position takes.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>Counts code points.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }

    /// <summary>Overwrites surrogates that stand alone, which no encoding of Unicode can carry.</summary>
    public static void ReplaceLoneSurrogates(Span<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
        {
            return;
        }

        for (var i = at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (LengthAt(text, i) == 2)
            {
                i++;
            }
            else
            {
                text[i] = '\uFFFD';
            }
        }
    }

    /// <summary>Gets the general category; unlike Rune, it takes surrogates too.</summary>
    public static UnicodeCategory Category(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint);

    /// <summary>Tells whether a character has the property White_Space.</summary>
    public static bool IsWhiteSpace(int codePoint) => codePoint < 0x10000 && char.IsWhiteSpace((char)codePoint);

    /// <summary>Tells whether a character is a letter (L).</summary>
    public static bool IsLetter(int codePoint) =>
        codePoint < 128 ? char.IsAsciiLetter((char)codePoint) : Category(codePoint) <= UnicodeCategory.OtherLetter;

    /// <summary>Tells whether a character is a number (N).</summary>
    public static bool IsNumber(int codePoint) =>
        codePoint < 128
            ? char.IsAsciiDigit((char)codePoint)
            : Category(codePoint) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber;

    /// <summary>Tells whether a character is a mark (M).</summary>
    public static bool IsMark(int codePoint) =>
        codePoint >= 0x300 && Category(codePoint) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Tells whether a character is punctuation (P).</summary>
    public static bool IsPunctuation(int codePoint) =>
        Category(codePoint) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Tells whether a character is a symbol (S).</summary>
    public static bool IsSymbol(int codePoint) =>
        Category(codePoint) is >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol;

    /// <summary>Tells whether a character is punctuation, or an ASCII symbol.</summary>
    public static bool IsWidePunctuation(int codePoint) =>
        codePoint < 128
            ? char.IsAscii((char)codePoint) && (char.IsPunctuation((char)codePoint) || char.IsSymbol((char)codePoint))
            : IsPunctuation(codePoint);

    /// <summary>Tells whether a character belongs to a word (\w of Unicode regular expressions).</summary>
    /// <remarks>
    /// UTS 18: Alphabetic, M, Nd, Pc and Join_Control. Alphabetic is L, Nl and Other_Alphabetic, which is marks and the
    /// circled and squared letters.
    /// </remarks>
    public static bool IsWord(int codePoint)
    {
        if (codePoint < 128)
        {
            return char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_';
        }

        return Category(codePoint) switch
        {
            <= UnicodeCategory.OtherLetter => true,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark => true,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => true,
            UnicodeCategory.ConnectorPunctuation => true,
            _ => codePoint is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
                or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
        };
    }

    /// <summary>Gets a code point as text.</summary>
    public static string ToText(int codePoint) => new Rune(codePoint).ToString();
}
