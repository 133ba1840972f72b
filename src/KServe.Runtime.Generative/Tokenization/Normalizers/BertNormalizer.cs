using System.Globalization;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Normalizers;

/// <summary>Cleans text the way BERT does.</summary>
/// <param name="cleanText">Drops control characters and makes all white space blanks.</param>
/// <param name="handleChinese">Sets blanks around ideographs.</param>
/// <param name="stripAccents">Drops accents.</param>
/// <param name="lowercase">Makes letters small.</param>
internal sealed class BertNormalizer(bool cleanText, bool handleChinese, bool stripAccents, bool lowercase)
    : Normalizer
{
    private static readonly FilterNormalizer Clean = new(MapClean);
    private static readonly FilterNormalizer Accents =
        new(c => CodePoints.Category(c) == UnicodeCategory.NonSpacingMark ? -1 : c);

    private static readonly LowercaseNormalizer Lowercase = new();

    /// <inheritdoc/>
    public override void Apply(AlignedText text)
    {
        if (cleanText)
        {
            Clean.Apply(text);
        }

        if (handleChinese)
        {
            PadIdeographs(text);
        }

        if (stripAccents)
        {
            UnicodeNormalization.Apply(text, NormalizationKind.Nfd);
            Accents.Apply(text);
        }

        if (lowercase)
        {
            Lowercase.Apply(text);
        }
    }

    private static void PadIdeographs(AlignedText text)
    {
        if (text.Span.IndexOfAnyExceptInRange('\0', '\u33FF') < 0)
        {
            return;
        }

        text.Begin();
        while (text.Cursor < text.Length)
        {
            var codePoint = CodePoints.At(text.Span, text.Cursor);
            if (IsIdeograph(codePoint))
            {
                text.Emit(' ', 0);
                text.Emit(codePoint, 1);
                text.Emit(' ', 1);
            }
            else
            {
                text.Emit(codePoint, 0);
            }
        }

        text.End();
    }

    private static bool IsIdeograph(int c) =>
        c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
            or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private static int MapClean(int c)
    {
        if (c is '\t' or '\n' or '\r' || (c != 0 && CodePoints.IsWhiteSpace(c) && c >= ' '))
        {
            return ' ';
        }

        return c is 0 or 0xFFFD || CodePoints.Category(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            ? -1
            : c;
    }
}
