using KServe.Kernels.Trees;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Tests.Trees.Compiled;

public sealed class ThresholdsTests
{
    private static readonly double[] Values =
    [
        double.NegativeInfinity, double.MinValue, float.MinValue, -1, -0.1, -0.1f, -double.Epsilon, -0.0, 0,
        double.Epsilon, float.Epsilon, 0.1, 0.1f, 1, 16777217, float.MaxValue, 1e300, double.MaxValue,
        double.PositiveInfinity, double.NaN,
    ];

    [Theory]
    [InlineData(SplitTest.Less)]
    [InlineData(SplitTest.LessOrEqual)]
    public void TryConvert_Float64_DecidesAlike(SplitTest test)
    {
        foreach (var threshold in Values)
        {
            if (!Thresholds.TryConvert<double>(test, threshold, TreePrecision.Double, out var converted))
            {
                Assert.True(test == SplitTest.LessOrEqual && double.IsPositiveInfinity(threshold));
                continue;
            }

            foreach (var value in Values.Where(value => !double.IsNaN(value)))
            {
                var goesLeft = test == SplitTest.Less ? value < threshold : value <= threshold;
                Assert.Equal(goesLeft, !(value >= converted));
            }
        }
    }

    [Theory]
    [InlineData(SplitTest.Less, TreePrecision.Single)]
    [InlineData(SplitTest.LessOrEqual, TreePrecision.Single)]
    [InlineData(SplitTest.Less, TreePrecision.SingleInput)]
    [InlineData(SplitTest.LessOrEqual, TreePrecision.SingleInput)]
    public void TryConvert_Float32_DecidesAlike(SplitTest test, TreePrecision precision)
    {
        foreach (var threshold in Values)
        {
            var exact = precision == TreePrecision.Single ? (float)threshold : threshold;
            if (!Thresholds.TryConvert<float>(test, threshold, precision, out var converted))
            {
                Assert.True(test == SplitTest.LessOrEqual && double.IsPositiveInfinity(exact));
                continue;
            }

            foreach (var value in Values.Where(value => !double.IsNaN(value)).Select(value => (float)value))
            {
                var goesLeft = test == SplitTest.Less ? value < exact : value <= exact;
                Assert.Equal(goesLeft, !(value >= converted));
            }
        }
    }

    [Theory]
    [InlineData(SplitTest.Equal)]
    [InlineData(SplitTest.InSet)]
    [InlineData(SplitTest.InUnsignedSet)]
    public void TryConvert_OtherTests_AreSpecial(SplitTest test) =>
        Assert.False(Thresholds.TryConvert<double>(test, 1, TreePrecision.Double, out _));
}
