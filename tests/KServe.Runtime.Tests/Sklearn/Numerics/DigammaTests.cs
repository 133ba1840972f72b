using KServe.Runtime.Sklearn.Numerics;

namespace KServe.Runtime.Tests.Sklearn.Numerics;

public sealed class DigammaTests
{
    // Values of scipy.special.digamma.
    [Theory]
    [InlineData(0.001, -1000.5755719318103)]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(1, -0.5772156649015329)]
    [InlineData(3.25, 1.016990911068179)]
    [InlineData(9.999, 2.251647417205735)]
    [InlineData(10, 2.251752589066721)]
    [InlineData(1234.5, 7.1180162318279985)]
    public void Compute_PositiveNumber_EqualsScipy(double value, double expected) =>
        Assert.Equal(1, Digamma.Compute(value) / expected, 1e-13);
}
