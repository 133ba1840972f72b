using System.Globalization;

namespace KServe.Protocol;

/// <summary>Parses JSON numbers into floating point, correctly rounded.</summary>
/// <remarks>
/// A mantissa of at most 2^53 times or by a power of ten of at most 10^22 has both operands exact in a double, so that
/// the one operation rounds correctly (Clinger's fast path). Everything else takes the framework's parser.
/// </remarks>
internal static class JsonNumber
{
    private const int MaxDigits = 18;
    private const int MaxPower = 22;
    private const ulong MaxMantissa = 1UL << 53;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];

    /// <summary>Parses a double; numbers beyond the range fail.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        TryParseFast(text, out value)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value));

    /// <summary>Parses a float; numbers beyond the range fail.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        // A double that is not halfway between two floats lies on the same side of every halfway point as the number it
        // was rounded from, so that rounding it once more gives the right float. The smallest that gets here is 1e-22:
        // subnormal floats, whose halfway points look different, do not.
        const long Fraction = (1L << 29) - 1;
        const long Halfway = 1L << 28;
        if (TryParseFast(text, out var wide) && (BitConverter.DoubleToInt64Bits(wide) & Fraction) != Halfway)
        {
            value = (float)wide;
            return true;
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && float.IsFinite(value);
    }

    private static bool TryParseFast(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var digits = negative ? text[1..] : text;
        ulong mantissa = 0;
        var point = -1;
        var at = 0;
        for (; at < digits.Length; at++)
        {
            var digit = (uint)digits[at] - '0';
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (digits[at] == '.')
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        if (at > MaxDigits || mantissa > MaxMantissa || !TryParseExponent(digits[at..], out var power))
        {
            return false;
        }

        power -= point < 0 ? 0 : at - point - 1;
        if (power is < -MaxPower or > MaxPower)
        {
            return false;
        }

        value = power < 0 ? mantissa / Powers[-power] : mantissa * Powers[power];
        value = negative ? -value : value;
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        return text.Length <= 4
            && text[0] is (byte)'e' or (byte)'E'
            && int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }
}
