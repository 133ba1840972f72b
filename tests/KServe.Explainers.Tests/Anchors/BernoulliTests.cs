namespace KServe.Explainers.Tests.AnchorsMethod;

public sealed class BernoulliTests
{
    [Theory]
    [InlineData(0.0, 0.05)]
    [InlineData(0.3, 0.01)]
    [InlineData(0.9, 0.2)]
    [InlineData(1.0, 0.03)]
    public void Bounds_AnyMean_LieAtTheLevel(double mean, double level)
    {
        var (lower, upper) = (Bernoulli.GetLowerBound(mean, level), Bernoulli.GetUpperBound(mean, level));
        Assert.InRange(lower, 0, mean);
        Assert.InRange(upper, mean, 1);
        Assert.True(mean == 0 ? lower == 0 : Math.Abs(Divergence(mean, lower) - level) < 1e-3);
        Assert.True(mean == 1 ? upper == 1 : Math.Abs(Divergence(mean, upper) - level) < 1e-3);
    }

    private static double Divergence(double p, double q) =>
        (p == 0 ? 0 : p * Math.Log(p / q)) + (p == 1 ? 0 : (1 - p) * Math.Log((1 - p) / (1 - q)));
}
