using System.Numerics;

namespace KServe.Protocol;

/// <summary>Rounds a decimal number, an integer times a power of ten, to binary floating point.</summary>
/// <remarks>
/// The integer is multiplied by the significand of the power, of which the low bits are missing. What is missing makes
/// the product too small by less than two units of its last place. Unless the product lies that close below, or at, the
/// point halfway between two results, it rounds as the exact number does; if it does lie there, the caller takes a
/// slower way. This is the algorithm of M. Eisel and D. Lemire ("Number parsing at a gigabyte per second", 2021), which
/// gives up early instead of telling ties apart. Zero, subnormal results and those near overflow are left to the caller
/// as well.
/// </remarks>
internal static class DecimalRounding
{
    /// <summary>The largest power of ten that a number may be multiplied with or divided by.</summary>
    public const int LargestPower = 64;

    private const int SingleBits = 24;
    private const int SingleBias = 127;
    private const int DoubleBits = 53;
    private const int DoubleBias = 1023;

    /// <summary>Rounds to a float.</summary>
    /// <param name="mantissa">The integer, any but 0.</param>
    /// <param name="power">At most <see cref="LargestPower"/>, negative or not.</param>
    /// <param name="value">The nearest float.</param>
    /// <returns><see langword="false"/> when another way has to decide.</returns>
    public static bool TryToSingle(ulong mantissa, int power, out float value)
    {
        var zeros = BitOperations.LeadingZeroCount(mantissa);
        var significand = (ulong)(PowersOfTen.RoundedDown(power) >> 64);
        var product = (ulong)(Math.BigMul(mantissa << zeros, significand) >> 64);

        // the product of two numbers whose highest bits are set lacks its own highest bit, or does not
        var top = (int)(product >> 63);
        var shift = 63 - SingleBits + top;
        var half = 1UL << (shift - 1);
        var rest = product & ((2 * half) - 1);
        var rounded = (uint)(((product >> (shift - 1)) + 1) >> 1);
        var exponent = 63 + top - zeros + PowersOfTen.FloorLog2(power) + SingleBias;

        // the highest bit of the significand adds one to the exponent; a carry out of it adds two, as it should
        value = BitConverter.UInt32BitsToSingle(((uint)(exponent - 1) << (SingleBits - 1)) + rounded);
        return rest - (half - 1) > 1 && (uint)(exponent - 1) < (2 * SingleBias) - 1;
    }

    /// <summary>Rounds to a double.</summary>
    /// <param name="mantissa">The integer, any but 0.</param>
    /// <param name="power">At most <see cref="LargestPower"/>, negative or not.</param>
    /// <param name="value">The nearest double.</param>
    /// <returns><see langword="false"/> when another way has to decide.</returns>
    public static bool TryToDouble(ulong mantissa, int power, out double value)
    {
        var zeros = BitOperations.LeadingZeroCount(mantissa);
        var significand = PowersOfTen.RoundedDown(power);
        var high = Math.BigMul(mantissa << zeros, (ulong)(significand >> 64), out var low);
        var carried = Math.BigMul(mantissa << zeros, (ulong)significand, out _);
        low += carried;
        high += low < carried ? 1UL : 0;

        var top = (int)(high >> 63);
        var shift = 63 - DoubleBits + top;
        var half = 1UL << (shift - 1);
        var rest = high & ((2 * half) - 1);
        var rounded = ((high >> (shift - 1)) + 1) >> 1;
        var exponent = 63 + top - zeros + PowersOfTen.FloorLog2(power) + DoubleBias;
        value = BitConverter.UInt64BitsToDouble(((ulong)(exponent - 1) << (DoubleBits - 1)) + rounded);
        var isNearHalfway = low + 1 <= 1 && rest - (half - 1) <= 1;
        return !isNearHalfway && (uint)(exponent - 1) < (2 * DoubleBias) - 1;
    }
}
