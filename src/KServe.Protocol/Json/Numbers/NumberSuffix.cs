using System.Globalization;
using System.Text;

namespace KServe.Protocol;

/// <summary>Makes what ends a number: a comma, or an exponent and a comma.</summary>
/// <remarks>The text begins in the lowest of eight bytes; the highest byte is its length, at most six.</remarks>
internal static class NumberSuffix
{
    /// <summary>The comma alone.</summary>
    public const ulong Comma = ',' | (1UL << LengthShift);

    /// <summary><c>null,</c>, which stands for a number that JSON does not have.</summary>
    public const ulong Null = 0x2C_6C6C756E | (5UL << LengthShift);

    /// <summary>How far to shift to the right for the length.</summary>
    public const int LengthShift = 56;

    /// <summary>Gets <c>E-07,</c> for -7.</summary>
    public static ulong OfExponent(int exponent)
    {
        var text = exponent.ToString("'E+'00',';'E-'00','", CultureInfo.InvariantCulture);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        bytes[^1] = (byte)Encoding.ASCII.GetBytes(text, bytes);
        return BitConverter.ToUInt64(bytes);
    }

    /// <summary>Gets the length of the text before the suffix.</summary>
    /// <param name="digits">The digits up to the last that is not 0.</param>
    /// <param name="exponent">The exponent of the first digit.</param>
    /// <param name="isFixed">Whether the text has no exponent.</param>
    public static int GetLength(int digits, int exponent, bool isFixed) =>
        isFixed ? Math.Max(digits, exponent + 2) + 1 + Math.Max(-exponent, 0)
        : digits == 1 ? 1
        : digits + 1;
}
