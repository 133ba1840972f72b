using System.Text;

namespace KServe.AspNetCore;

/// <summary>Decodes the Content-Length header, and garbles it unless it is a number as RFC 9110 has it.</summary>
/// <remarks>
/// Kestrel takes <c>+4</c> and <c>04</c>, which other servers and proxies read differently, and keeps no raw text that
/// a middleware could check. Its header decoding is the one place that sees the bytes; a letter makes it answer 400.
/// </remarks>
internal sealed class StrictContentLengthEncoding : Encoding
{
    private const char NotANumber = 'x';

    public static StrictContentLengthEncoding Instance { get; } = new();

    /// <summary>Selects the encoding of a header; null stands for the default.</summary>
    public static Encoding? Select(string headerName) =>
        headerName.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Instance : null;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (bytes.Length is 0 or > 19
            || bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || (bytes[0] == (byte)'0' && bytes.Length > 1))
        {
            chars[0] = NotANumber;
            return 1;
        }

        return ASCII.GetChars(bytes, chars);
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
