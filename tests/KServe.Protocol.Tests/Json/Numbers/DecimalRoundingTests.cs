using System.Globalization;

namespace KServe.Protocol.Tests;

public sealed class DecimalRoundingTests
{
    private const int Rounds = 100_000;

    [Fact]
    public void TryToDouble_RandomDecimals_RoundsAsTheFramework()
    {
        var random = new Random(11);
        var decided = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (mantissa, power) = Next(random);
            if (DecimalRounding.TryToDouble(mantissa, power, out var value))
            {
                decided++;
                Assert.Equal(
                    BitConverter.DoubleToInt64Bits(double.Parse($"{mantissa}e{power}", CultureInfo.InvariantCulture)),
                    BitConverter.DoubleToInt64Bits(value));
            }
        }

        Assert.InRange(decided, Rounds * 9 / 10, Rounds);
    }

    [Fact]
    public void TryToSingle_RandomDecimals_RoundsAsTheFramework()
    {
        var random = new Random(12);
        var decided = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (mantissa, power) = Next(random);
            if (DecimalRounding.TryToSingle(mantissa, power, out var value))
            {
                decided++;
                Assert.Equal(
                    BitConverter.SingleToInt32Bits(float.Parse($"{mantissa}e{power}", CultureInfo.InvariantCulture)),
                    BitConverter.SingleToInt32Bits(value));
            }
        }

        Assert.InRange(decided, Rounds / 2, Rounds);
    }

    [Theory]
    [InlineData(9007199254740993UL, 0)]
    [InlineData(18014398509481990UL, 0)]
    [InlineData(4503599627370497500UL, -3)]
    public void TryToDouble_Tie_IsLeftToTheCaller(ulong mantissa, int power) =>
        Assert.False(DecimalRounding.TryToDouble(mantissa, power, out _));

    [Theory]
    [InlineData(16777217UL, 0)]
    [InlineData(33554438UL, 0)]
    [InlineData(83886085UL, -1)]
    [InlineData(4UL, 38)]
    [InlineData(1UL, -38)]
    public void TryToSingle_TieOrOutOfRange_IsLeftToTheCaller(ulong mantissa, int power) =>
        Assert.False(DecimalRounding.TryToSingle(mantissa, power, out _));

    private static (ulong Mantissa, int Power) Next(Random random)
    {
        var mantissa = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 64);
        return (Math.Max(1, mantissa), random.Next(-DecimalRounding.LargestPower, DecimalRounding.LargestPower + 1));
    }
}
