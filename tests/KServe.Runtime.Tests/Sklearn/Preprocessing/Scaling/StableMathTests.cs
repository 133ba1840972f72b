using KServe.Runtime.Sklearn.Preprocessing.Scaling;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing.Scaling;

/// <summary>Values are scipy's own.</summary>
public sealed class StableMathTests
{
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-7, -5.1993375821928165)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.9999999, 5.199337582290661)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1.5, double.NaN)]
    public void NormalQuantile_Probability_IsThatOfTheLibrary(double p, double expected) =>
        AssertClose(expected, StableMath.NormalQuantile(p));

    [Theory]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-9, 1.0000000005000000e-9)]
    [InlineData(1, 1.718281828459045)]
    [InlineData(-40, -1)]
    [InlineData(800, double.PositiveInfinity)]
    public void ExpM1_Number_KeepsItsPrecision(double x, double expected) => AssertClose(expected, StableMath.ExpM1(x));

    [Theory]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-9, 9.999999995000000e-10)]
    [InlineData(1, 0.6931471805599453)]
    [InlineData(-1, double.NegativeInfinity)]
    public void Log1P_Number_KeepsItsPrecision(double x, double expected) => AssertClose(expected, StableMath.Log1P(x));

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 10)]
    [InlineData(0.5, 15)]
    [InlineData(1, 40)]
    [InlineData(1.5, 45)]
    [InlineData(9, 50)]
    public void At_PointsWithARepeat_TakesTheLastOfTheRepeated(double x, double expected) =>
        Assert.Equal(expected, Interpolation.At(x, [0, 1, 1, 2], [10, 20, 40, 50]));

    private static void AssertClose(double expected, double actual) =>
        Assert.True(
            expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected),
            $"{actual:R}, expected {expected:R}");
}
