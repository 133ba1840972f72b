using KServe.Kernels.Trees.Shap;

namespace KServe.Kernels.Tests.Trees.Shap;

public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(50)]
    public void Rule_Monomials_AreIntegratedExactly(int count)
    {
        var rule = new GaussLegendre(count);

        for (var degree = 0; degree < 2 * count; degree++)
        {
            var sum = rule.Points.Zip(rule.Weights, (point, weight) => weight * Math.Pow(point, degree)).Sum();
            Assert.Equal(1.0 / (degree + 1), sum, 1e-14);
        }
    }
}
