using System.Globalization;
using System.Text;

namespace KServe.Runtime.Pickle;

/// <summary>Decodes the texts of pickles.</summary>
internal static class PickleText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("a text is not valid UTF-8", e);
        }
    }

    /// <summary>Decodes Python's raw-unicode-escape: Latin-1 with <c>\uXXXX</c> and <c>\UXXXXXXXX</c>.</summary>
    public static string DecodeRawEscapes(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var length = line[i] == '\\' && i + 1 < line.Length
                ? line[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 }
                : 0;
            if (length == 0)
            {
                text.Append((char)line[i]);
                continue;
            }

            AppendCodePoint(text, line[(i + 2)..], length);
            i += 1 + length;
        }

        return text.ToString();
    }

    /// <summary>Decodes the quoted text of the opcode STRING to bytes.</summary>
    public static byte[] DecodeQuoted(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \r\t"u8);
        if (line.Length < 2 || line[0] is not ((byte)'\'' or (byte)'"') || line[^1] != line[0])
        {
            throw new InvalidDataException("a text has no closing quote");
        }

        line = line[1..^1];
        var bytes = new List<byte>(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\' || ++i == line.Length)
            {
                bytes.Add(line[Math.Min(i, line.Length - 1)]);
                continue;
            }

            i += AppendEscape(bytes, line[i..]);
        }

        return [.. bytes];
    }

    private static int AppendEscape(List<byte> bytes, ReadOnlySpan<byte> escape)
    {
        switch (escape[0])
        {
            case (byte)'x':
                bytes.Add((byte)ReadHex(escape[1..], 2));
                return 2;
            case (byte)'n':
                bytes.Add((byte)'\n');
                return 0;
            case (byte)'r':
                bytes.Add((byte)'\r');
                return 0;
            case (byte)'t':
                bytes.Add((byte)'\t');
                return 0;
            case (byte)'\\' or (byte)'\'' or (byte)'"':
                bytes.Add(escape[0]);
                return 0;
            default:
                throw new InvalidDataException("a text holds an escape that is not supported");
        }
    }

    private static void AppendCodePoint(StringBuilder text, ReadOnlySpan<byte> digits, int length)
    {
        var value = ReadHex(digits, length);
        if (value > 0x10FFFF)
        {
            throw new InvalidDataException("a text holds a character that does not exist");
        }

        _ = value < 0x10000 ? text.Append((char)value) : text.Append(char.ConvertFromUtf32((int)value));
    }

    private static uint ReadHex(ReadOnlySpan<byte> digits, int length) =>
        digits.Length >= length
        && uint.TryParse(digits[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("a text holds a broken escape");
}
