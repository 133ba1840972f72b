using System.Numerics;

namespace KServe.Protocol.Tests;

public sealed class PowersOfTenTests
{
    [Fact]
    public void GetSignificand_EveryPower_IsCutOffBelowItsLastPlace()
    {
        for (var power = -PowersOfTen.Largest; power <= PowersOfTen.Largest; power++)
        {
            // significand * 2^(exponent - 127) <= 10^power < (significand + 1) * 2^(exponent - 127), in integers
            var significand = (BigInteger)PowersOfTen.GetSignificand(power);
            var shift = PowersOfTen.GetExponent(power) - 127;
            var ten = BigInteger.Pow(10, Math.Abs(power)) << Math.Max(0, -shift);
            var unit = BigInteger.One << Math.Max(0, shift);
            var (exact, one) = power < 0
                ? (BigInteger.One << Math.Max(0, -shift), BigInteger.Pow(10, -power) * unit)
                : (ten, unit);

            Assert.Equal(128, (int)significand.GetBitLength());
            Assert.True(significand * one <= exact, $"10^{power}");
            Assert.True(exact < (significand + 1) * one, $"10^{power}");
        }
    }
}
