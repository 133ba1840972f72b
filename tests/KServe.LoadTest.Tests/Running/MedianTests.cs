using KServe.LoadTest.Running;

namespace KServe.LoadTest.Tests.Running;

public sealed class MedianTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1.0, 2.0 }, 2)]
    [InlineData(new[] { 9.0, 1.0, 2.0, 4.0 }, 3)]
    public void Of_Numbers_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, Median.Of(values));

    [Fact]
    public void Of_Nothing_Throws() => Assert.Throws<InvalidOperationException>(() => Median.Of([]));
}
