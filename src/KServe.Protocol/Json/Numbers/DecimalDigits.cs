using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KServe.Protocol;

/// <summary>Splits numbers below 10^8 into eight digits, one in each byte, the first in the lowest.</summary>
/// <remarks>
/// Halves a number three times over, each half in a lane of its own: a multiplication by a reciprocal gives the
/// quotients of all lanes, exact for values this small, and a second one moves quotients down and remainders up.
/// </remarks>
internal static class DecimalDigits
{
    /// <summary>What makes eight digits characters.</summary>
    public const ulong Zeros = 0x3030303030303030;

    private const ulong TenThousandth = 3518437209;
    private const int TenThousandthShift = 45;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Split(uint value)
    {
        // a quotient in the lower half, its remainder in the upper one: (v << n) - q (d 2^n - 1) = q + (v - q d) 2^n
        var thousands = (value * TenThousandth) >> TenThousandthShift;
        var fours = ((ulong)value << 32) - (thousands * ((10_000UL << 32) - 1));
        var hundreds = ((fours * 10486) >> 20) & 0x0000007F_0000007F;
        var twos = (fours << 16) - (hundreds * ((100UL << 16) - 1));
        var tens = ((twos * 103) >> 10) & 0x000F000F_000F000F;
        return (twos << 8) - (tens * ((10UL << 8) - 1));
    }

    /// <summary>Splits four numbers at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Split(Vector256<ulong> values)
    {
        var thousands = Lanes.Multiply(values, Vector256.Create(TenThousandth)) >>> TenThousandthShift;
        var rest = values - Lanes.Multiply(thousands, Vector256.Create(10_000UL));
        var fours = ((rest << 32) | thousands).AsUInt32();
        var hundreds = (fours * 10486) >>> 20;
        var twos = ((fours << 16) - (hundreds * ((100 << 16) - 1))).AsUInt16();
        var tens = (twos * 103) >>> 10;
        return ((twos << 8) - (tens * ((10 << 8) - 1))).AsUInt64();
    }
}
