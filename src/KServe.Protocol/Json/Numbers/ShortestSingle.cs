using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Finds the shortest decimal that reads back as a given float, and the closest of those.</summary>
/// <remarks>
/// <para>
/// The search is that of Raffaello Giulietti, "The Schubfach way to render doubles" (2020). For a float c 2^q, let k be
/// the greatest exponent with 10^k no more than the interval that rounds to it. At most one multiple of 10^(k+1) lies
/// inside; if one does, it is the shortest, else the nearest multiple of 10^k is.
/// </para>
/// <para>
/// A float is few enough bits to do so with one product: c 2^q / 10^(k+1) with 39 bits behind the point, beside which
/// half an interval is a shift of the scale. The product is short by less than two units. Comparisons that a tie can
/// decide lean to the side that a tie falls to, by more than that and by less than anything but a tie comes near; that
/// holds for each of the 2^32 floats: every one was compared with .NET's text.
/// </para>
/// </remarks>
internal static class ShortestSingle
{
    /// <summary>The digits that a decimal has at most.</summary>
    public const int Digits = 9;

    private const int PointBits = 39;
    private const long One = 1L << PointBits;
    private const long Half = One / 2;

    // powers of two, as shifts serve where the parity decides
    private const int SlackBits = 2;
    private const int RoundingSlackBits = 5;

    private const uint HiddenBit = 0x0080_0000;
    private const uint NineDigits = 100_000_000;

    /// <summary>Converts a float that is finite.</summary>
    /// <param name="magnitude">The bits of the float without its sign.</param>
    /// <param name="exponent">The exponent of the first digit.</param>
    /// <returns>Nine digits, the first of which is 0 for zero alone.</returns>
    public static uint Convert(uint magnitude, out int exponent)
    {
        var fraction = magnitude & (HiddenBit - 1);
        var isUneven = fraction == 0 ? 1u : 0u;
        var biased = Math.Max(magnitude >> 23, 1);
        var c = magnitude < HiddenBit ? fraction : fraction | HiddenBit;
        var scale = SingleScale.Get(biased + (isUneven * SingleScale.PowersOfTwo));
        var digits = Convert(c, scale, isUneven);
        if (digits == 0)
        {
            exponent = 0;
            return 0;
        }

        exponent = PowersOfTen.FloorLog10((int)biased - SingleScale.Bias, (int)isUneven) + 8;
        while (digits < NineDigits)
        {
            digits *= 10;
            exponent--;
        }

        return digits;
    }

    /// <summary>Converts four floats, unless one is not finite or subnormal.</summary>
    /// <param name="bits">The bits of the floats.</param>
    /// <param name="exponents">The exponents of the first digits.</param>
    /// <param name="digits">Nine digits each, the first of which is 0 for zero alone.</param>
    /// <returns><see langword="false"/> when nothing was converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvert(Vector128<uint> bits, out Vector256<long> exponents, out Vector256<ulong> digits)
    {
        var biased = (bits >>> 23) & Vector128.Create(0xFFu);
        var fraction = bits & Vector128.Create(HiddenBit - 1);
        var isSmall = Vector128.IsZero(biased);
        var isPower = Vector128.IsZero(fraction);
        var isRare = Vector128.Equals(biased, Vector128.Create(0xFFu)) | Vector128.AndNot(isSmall, isPower);

        var c = Lanes.Widen(fraction | Vector128.AndNot(Vector128.Create(HiddenBit), isSmall));
        var scale = GetScales(biased + (isPower & Vector128.Create((uint)SingleScale.PowersOfTwo)));
        var number = Convert(c, scale);

        // brings seven to nine digits to nine; zero stays, with an exponent that leaves it at 0
        var isShort = Vector256.LessThan(number, Vector256.Create((long)NineDigits));
        number = Vector256.ConditionalSelect(isShort, Lanes.TimesTen(number), number);
        var isShorter = Vector256.LessThan(number, Vector256.Create((long)NineDigits));
        number = Vector256.ConditionalSelect(isShorter, Lanes.TimesTen(number), number);
        digits = number.AsUInt64();
        var exponent = PowersOfTen.FloorLog10(
            biased.AsInt32() - Vector128.Create(SingleScale.Bias), isPower.AsInt32()) + Vector128.Create(8);
        exponent = Vector128.ConditionalSelect(isSmall.AsInt32(), Vector128.Create(2), exponent);
        exponents = Lanes.Widen(exponent) + isShort + isShorter;
        return isRare == Vector128<uint>.Zero;
    }

    private static uint Convert(uint c, ulong scale, uint isUneven)
    {
        var scaled = (long)Math.BigMul(scale, (ulong)c << 40, out _);
        var number = scaled >> PointBits;
        var rest = scaled & (One - 1);
        var above = (long)(scale >> 25);
        var below = above >> (int)isUneven;
        var slack = (1L << SlackBits) - ((c & 1L) << (SlackBits + 1));
        if (rest < below + slack)
        {
            return (uint)(10 * number);
        }

        if (rest + above + slack > One)
        {
            return (uint)(10 * (number + 1));
        }

        rest *= 10;
        var digit = rest >> PointBits;
        var half = Math.Min(Half, 10 * below)
            + (1L << RoundingSlackBits) - ((digit & 1) << (RoundingSlackBits + 1));
        return (uint)((10 * number) + digit + ((rest & (One - 1)) > half ? 1 : 0));
    }

    /// <summary>Does the same to four floats without a branch, as the way that a value takes is random.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Convert(Vector256<ulong> c, Vector256<ulong> scale)
    {
        var scaled = ((Lanes.Multiply(c, scale >>> 32) << 8) + (Lanes.Multiply(c, scale) >>> 24)).AsInt64();
        var number = scaled >>> PointBits;
        var rest = scaled & Vector256.Create(One - 1);
        var above = (scale >>> 25).AsInt64();
        var isUneven = Vector256.Equals(c, Vector256.Create((ulong)HiddenBit)).AsInt64();
        var below = Vector256.ConditionalSelect(isUneven, above >>> 1, above);
        var isOdd = c.AsInt64() & Vector256<long>.One;
        var slack = Vector256.Create(1L << SlackBits) - (isOdd << (SlackBits + 1));
        var isBelow = Vector256.LessThan(rest, below + slack);
        var isAbove = Vector256.GreaterThan(rest + above + slack, Vector256.Create(One));

        rest = Lanes.TimesTen(rest);
        var digit = rest >>> PointBits;
        isOdd = digit & Vector256<long>.One;
        var half = Vector256.Min(Vector256.Create(Half), Lanes.TimesTen(below))
            + Vector256.Create(1L << RoundingSlackBits) - (isOdd << (RoundingSlackBits + 1));
        digit -= Vector256.GreaterThan(rest & Vector256.Create(One - 1), half);
        return Lanes.TimesTen(number - isAbove) + Vector256.AndNot(digit, isBelow | isAbove);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> GetScales(Vector128<uint> rows) => Vector256.Create(
        SingleScale.Get(rows.GetElement(0)),
        SingleScale.Get(rows.GetElement(1)),
        SingleScale.Get(rows.GetElement(2)),
        SingleScale.Get(rows.GetElement(3)));
}
