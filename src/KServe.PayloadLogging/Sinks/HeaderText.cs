using System.Buffers;
using System.Globalization;
using System.Text;

namespace KServe.PayloadLogging;

/// <summary>Makes text fit for a header.</summary>
/// <remarks>
/// CloudEvents percent-encodes what is not printable ASCII, and quotes, blanks and percent signs too. KServe's logger
/// leaves those as they are, and its readers parse <c>ce-metadata</c> as it stands: so does this.
/// </remarks>
internal static class HeaderText
{
    private static readonly SearchValues<char> Printable = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Printable))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is >= 0x20 and < 0x7F)
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return encoded.ToString();
    }
}
