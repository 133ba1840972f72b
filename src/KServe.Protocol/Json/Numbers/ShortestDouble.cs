using System.Runtime.CompilerServices;

namespace KServe.Protocol;

/// <summary>Finds the shortest decimal that reads back as a given double, and the closest of those.</summary>
/// <remarks>
/// Raffaello Giulietti, "The Schubfach way to render doubles" (2020): the search that <see cref="ShortestSingle"/>
/// describes, on products of 128 bits by 64 that are rounded to odd. The paper proves that no comparison needs more.
/// </remarks>
internal static class ShortestDouble
{
    /// <summary>The digits that a decimal has at most.</summary>
    public const int Digits = 17;

    private const int Bias = 1075;
    private const ulong HiddenBit = 1UL << 52;
    private const ulong SeventeenDigits = 10_000_000_000_000_000;

    /// <summary>Converts a double that is finite.</summary>
    /// <param name="magnitude">The bits of the double without its sign.</param>
    /// <param name="exponent">The exponent of the first digit.</param>
    /// <returns>Seventeen digits, the first of which is 0 for zero alone.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Convert(ulong magnitude, out int exponent)
    {
        if (magnitude < HiddenBit)
        {
            return ConvertSmall(magnitude, out exponent);
        }

        var fraction = magnitude & (HiddenBit - 1);
        var biased = (int)(magnitude >> 52);
        var isUneven = ToBit(fraction == 0) & ToBit(biased > 1);
        var digits = Convert(fraction | HiddenBit, biased - Bias, (uint)isUneven, out var k);

        // sixteen or seventeen
        var isShort = ToBit(digits < SeventeenDigits);
        exponent = k + 16 - (int)isShort;
        return digits + (9 * digits & (0 - isShort));
    }

    private static ulong ConvertSmall(ulong magnitude, out int exponent)
    {
        exponent = 0;
        if (magnitude == 0)
        {
            return 0;
        }

        var digits = Convert(magnitude, 1 - Bias, 0, out var k);
        for (exponent = k + 16; digits < SeventeenDigits; exponent--)
        {
            digits *= 10;
        }

        return digits;
    }

    /// <summary>Converts c 2^q to d 10^k without a branch, as the way that a value takes is random.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Convert(ulong c, int q, uint isUneven, out int k)
    {
        k = PowersOfTen.FloorLog10(q, (int)isUneven);
        var high = PowersOfTen.High(-k);
        var low = PowersOfTen.Low(-k);
        var shift = q + PowersOfTen.FloorLog2(-k) + 1;

        // four times the value and the ends of the interval that rounds to it, in units of 10^k
        var isOdd = c & 1;
        var value = Scale(high, low, (4 * c) << shift);
        var lower = Scale(high, low, ((4 * c) - 2 + isUneven) << shift) + isOdd;
        var upper = Scale(high, low, ((4 * c) + 2) << shift) - isOdd;

        // at most one multiple of ten is inside
        var number = value >> 2;
        var tens = number / 10;
        var isBelow = ToBit(lower <= 40 * tens);
        var isAbove = ToBit((40 * tens) + 40 <= upper);
        var shorter = 10 * (tens + isAbove);

        // the nearer neighbour, the even one on a tie; the lower one may lie outside where the interval is uneven
        var isUp = ToBit(value + (number & 1) > (4 * number) + 2) | ToBit(lower > 4 * number);
        var nearest = number + isUp;
        return nearest + ((shorter - nearest) & (0 - (isBelow ^ isAbove)));
    }

    /// <summary>Multiplies and rounds to odd, which keeps what comparisons need to know of the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scale(ulong high, ulong low, ulong value)
    {
        var carried = Math.BigMul(low, value, out _);
        var upper = Math.BigMul(high, value, out var lower);
        lower += carried;
        upper += ToBit(lower < carried);
        return upper | ToBit(lower > 1);
    }

    private static ulong ToBit(bool condition) => condition ? 1UL : 0;
}
