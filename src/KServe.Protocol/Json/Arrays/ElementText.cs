using System.Text.Json;

namespace KServe.Protocol;

/// <summary>Tells which token a text between two separators is, as the token reader would.</summary>
internal static class ElementText
{
    public static bool IsSpace(byte character) =>
        character is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>Gets the token of a text without spaces in front; cuts the spaces after it off.</summary>
    /// <returns><see cref="JsonTokenType.None"/> unless it is one number, null, true or false.</returns>
    public static JsonTokenType GetToken(ref ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && IsSpace(text[^1]))
        {
            text = text[..^1];
        }

        return IsNumber(text) ? JsonTokenType.Number
            : text.SequenceEqual("null"u8) ? JsonTokenType.Null
            : text.SequenceEqual("true"u8) ? JsonTokenType.True
            : text.SequenceEqual("false"u8) ? JsonTokenType.False
            : JsonTokenType.None;
    }

    /// <summary>Tells whether a text is a number in the grammar of RFC 8259, section 6.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        var at = text.StartsWith("-"u8) ? 1 : 0;
        var integer = CountDigits(text, at);
        if (integer == 0 || (integer > 1 && text[at] == '0'))
        {
            return false;
        }

        at += integer;
        if (at < text.Length && text[at] == '.')
        {
            var decimals = CountDigits(text, at + 1);
            if (decimals == 0)
            {
                return false;
            }

            at += decimals + 1;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            at++;
            at += at < text.Length && (text[at] is (byte)'+' or (byte)'-') ? 1 : 0;
            var exponent = CountDigits(text, at);
            return exponent != 0 && at + exponent == text.Length;
        }

        return at == text.Length;
    }

    private static int CountDigits(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            at++;
        }

        return at - from;
    }
}
