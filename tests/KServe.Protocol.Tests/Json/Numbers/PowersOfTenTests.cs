using System.Numerics;

namespace KServe.Protocol.Tests;

public sealed class PowersOfTenTests
{
    private static readonly BigInteger Half = BigInteger.One << 64;

    [Fact]
    public void HighAndLow_AllPowers_AreRoundedDownPlusOne()
    {
        for (var k = PowersOfTen.Least; k <= PowersOfTen.Greatest; k++)
        {
            var power = Scale(k, 127 - PowersOfTen.FloorLog2(k)) + 1;

            Assert.Equal(power, (PowersOfTen.High(k) * Half) + PowersOfTen.Low(k));
            Assert.Equal(128, power.GetBitLength());
            Assert.Equal(power - 1, (BigInteger)PowersOfTen.RoundedDown(k));
        }
    }

    [Fact]
    public void FloorLog10_AllExponentsOfDoubles_AreExact()
    {
        for (var q = -1074; q <= 971; q++)
        {
            Assert.Equal(FloorLog10(q, 1, 1), PowersOfTen.FloorLog10(q, 0));
            Assert.Equal(FloorLog10(q, 3, 4), PowersOfTen.FloorLog10(q, 1));
        }
    }

    [Fact]
    public void Get_AllScalesOfFloats_AreRoundedDown()
    {
        for (var exponent = 1u; exponent < 255; exponent++)
        {
            for (var isUneven = 0u; isUneven < 2; isUneven++)
            {
                var q = (int)exponent - SingleScale.Bias;
                var k = PowersOfTen.FloorLog10(q, (int)isUneven);

                Assert.Equal(
                    Scale(-k - 1, q + 63), SingleScale.Get(exponent + (isUneven * SingleScale.PowersOfTwo)));
            }
        }
    }

    /// <summary>Gets floor(10^k 2^n).</summary>
    private static BigInteger Scale(int k, int n)
    {
        var numerator = BigInteger.Pow(10, Math.Max(k, 0)) << Math.Max(n, 0);
        return numerator / (BigInteger.Pow(10, Math.Max(-k, 0)) << Math.Max(-n, 0));
    }

    /// <summary>Gets floor(log10 (factor / divisor 2^q)).</summary>
    private static int FloorLog10(int q, int factor, int divisor)
    {
        var k = (int)Math.Floor((q * Math.Log10(2)) + Math.Log10((double)factor / divisor)) + 1;
        while (!IsAtMost(k))
        {
            k--;
        }

        return k;

        bool IsAtMost(int power) =>
            (BigInteger.Pow(10, Math.Max(power, 0)) << Math.Max(-q, 0)) * divisor
            <= (BigInteger.Pow(10, Math.Max(-power, 0)) << Math.Max(q, 0)) * factor;
    }
}
