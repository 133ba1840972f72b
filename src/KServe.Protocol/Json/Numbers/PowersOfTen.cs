using System.Numerics;

namespace KServe.Protocol;

/// <summary>Holds powers of ten as 128-bit significands, from 10^-64 to 10^64.</summary>
/// <remarks>
/// 10^p is 5^p times a power of two, so that the significand of 5^p serves: its highest bit is set, what lies below the
/// 128 bits is cut off. The powers of D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
/// Experience 51 (2021), computed here from their definition.
/// </remarks>
internal static class PowersOfTen
{
    public const int Largest = 64;
    private const int Bits = 128;
    private static readonly UInt128[] Significands = Compute();

    /// <summary>Gets the significand of a power from -<see cref="Largest"/> to <see cref="Largest"/>.</summary>
    public static UInt128 GetSignificand(int power) => Significands[power + Largest];

    /// <summary>Gets the exponent of the highest bit: the largest e with 2^e at most 10^power.</summary>
    /// <remarks>217706 / 2^16 is log2(10), precise enough for every power of a double.</remarks>
    public static int GetExponent(int power) => (power * 217706) >> 16;

    private static UInt128[] Compute()
    {
        var significands = new UInt128[(2 * Largest) + 1];
        var five = BigInteger.One;
        for (var power = 0; power <= Largest; power++)
        {
            var length = (int)five.GetBitLength();
            var excess = length - Bits;
            significands[Largest + power] = (UInt128)(excess > 0 ? five >> excess : five << -excess);
            if (power > 0)
            {
                significands[Largest - power] = (UInt128)((BigInteger.One << (Bits - 1 + length)) / five);
            }

            five *= 5;
        }

        return significands;
    }
}
