using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>Parses JSON numbers into floating point, correctly rounded.</summary>
/// <remarks>
/// A mantissa of at most 2^53 times or by a power of ten of at most 10^22 has both operands exact in a double, so that
/// the one operation rounds correctly (W. Clinger, "How to Read Floating Point Numbers Accurately", 1990). Next comes
/// <see cref="DecimalRounding"/>; what that cannot decide takes the framework's parser.
/// </remarks>
internal static class JsonNumber
{
    /// <summary>The largest power of ten that a double holds exactly.</summary>
    public const int MaxPower = 22;

    /// <summary>The largest integer up to which a double holds all of them exactly.</summary>
    public const ulong MaxExact = 1UL << 53;

    private const int MaxDigits = 19;
    private const int MaxExponentDigits = 3;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ];

    /// <summary>Parses a double; numbers beyond the range fail.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (TryRead(text, out var mantissa, out var power, out var isNegative)
            && (TryScale(mantissa, power, out value)
                || (Math.Abs(power) <= DecimalRounding.LargestPower
                    && DecimalRounding.TryToDouble(mantissa, power, out value))))
        {
            value = isNegative ? -value : value;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>Parses a float; numbers beyond the range fail.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (TryRead(text, out var mantissa, out var power, out var isNegative))
        {
            var isKnown = TryScale(mantissa, power, out var wide) && IsFarFromHalfway(wide);
            value = (float)wide;
            if (isKnown
                || (mantissa != 0
                    && Math.Abs(power) <= DecimalRounding.LargestPower
                    && DecimalRounding.TryToSingle(mantissa, power, out value)))
            {
                value = isNegative ? -value : value;
                return true;
            }
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && float.IsFinite(value);
    }

    /// <summary>Divides an integer up to <see cref="MaxExact"/> by a power up to 10^<see cref="MaxPower"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Shift(long mantissa, int decimals)
    {
        Debug.Assert((uint)decimals <= MaxPower, "the power is exact");
        return mantissa / Unsafe.Add(ref MemoryMarshal.GetReference(Powers), (nint)(uint)decimals);
    }

    /// <summary>Tells whether a double can be rounded once more, to a float, without harm.</summary>
    /// <remarks>
    /// A double that is not halfway between two floats lies on the same side of every halfway point as the number it
    /// was rounded from, so that rounding it once more gives the right float. The smallest that gets here is 1e-22:
    /// subnormal floats, whose halfway points look different, do not.
    /// </remarks>
    public static bool IsFarFromHalfway(double wide)
    {
        const long Fraction = (1L << 29) - 1;
        const long Halfway = 1L << 28;
        return (BitConverter.DoubleToInt64Bits(wide) & Fraction) != Halfway;
    }

    // Zero is exact with any power.
    private static bool TryScale(ulong mantissa, int power, out double value)
    {
        value = mantissa;
        if (mantissa == 0)
        {
            return true;
        }

        var isExact = mantissa <= MaxExact && power is >= -MaxPower and <= MaxPower;
        value = !isExact ? value : power < 0 ? value / Powers[-power] : value * Powers[power];
        return isExact;
    }

    /// <summary>Reads a number in JSON's grammar, whose digits have to fit into 64 bits.</summary>
    private static bool TryRead(ReadOnlySpan<byte> text, out ulong mantissa, out int power, out bool isNegative)
    {
        isNegative = !text.IsEmpty && text[0] == '-';
        mantissa = 0;
        var point = -1;
        var first = isNegative ? 1 : 0;
        var at = first;
        for (; at < text.Length; at++)
        {
            var digit = (uint)text[at] - '0';
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (text[at] == '.')
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        var isRead = TryReadExponent(text[at..], out power);
        power -= point < 0 ? 0 : at - point - 1;
        return isRead && at - first - (point < 0 ? 0 : 1) <= MaxDigits;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var at = text.Length > 1 && (text[1] is (byte)'+' or (byte)'-') ? 2 : 1;
        var isNegative = at == 2 && text[1] == '-';
        var isShort = text.Length <= at + MaxExponentDigits;
        for (; isShort && at < text.Length; at++)
        {
            exponent = (exponent * 10) + (text[at] - '0');
        }

        exponent = isNegative ? -exponent : exponent;
        return isShort;
    }
}
