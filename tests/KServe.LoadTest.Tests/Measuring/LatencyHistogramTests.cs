using System.Diagnostics;
using KServe.LoadTest.Measuring;

namespace KServe.LoadTest.Tests.Measuring;

public sealed class LatencyHistogramTests
{
    private const double BucketError = 1.0 / 512;

    [Fact]
    public void GetPercentile_SmallValues_IsExact()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100; i++)
        {
            histogram.Record(i);
        }

        Assert.Equal(50, histogram.GetPercentile(0.5));
        Assert.Equal(99, histogram.GetPercentile(0.99));
        Assert.Equal(100, histogram.GetPercentile(1));
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1_023)]
    [InlineData(1_000_000)]
    [InlineData(123_456_789_012)]
    [InlineData(long.MaxValue)]
    public void GetPercentile_OneValueBelowALargerOne_IsWithinTheBucketError(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);
        histogram.Record(long.MaxValue);

        var found = histogram.GetPercentile(0.5);

        Assert.InRange(found, value * (1 - BucketError), value * (1 + BucketError));
    }

    [Fact]
    public void GetPercentile_RandomValues_AgreesWithSorting()
    {
        var random = new Random(3);
        var values = new long[20_000];
        var histogram = new LatencyHistogram();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (long)Math.Exp(random.NextDouble() * 25);
            histogram.Record(values[i]);
        }

        Array.Sort(values);
        foreach (var share in (double[])[0.001, 0.1, 0.5, 0.9, 0.99, 0.999])
        {
            var expected = values[(int)Math.Ceiling(share * values.Length) - 1];
            Assert.InRange(
                histogram.GetPercentile(share),
                expected - 1 - (expected * BucketError),
                expected + 1 + (expected * BucketError));
        }
    }

    [Fact]
    public void Add_TwoHistograms_CountsBoth()
    {
        var sum = new LatencyHistogram();
        var other = new LatencyHistogram();
        sum.Record(10);
        other.Record(20);
        other.Record(400_000);

        sum.Add(other);

        Assert.Equal(3, sum.Count);
        Assert.Equal(20, sum.GetPercentile(0.5));
        Assert.Equal(400_000, sum.Max);
    }

    [Fact]
    public void Record_NegativeValue_CountsAsZero()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(-5);

        Assert.Equal(1, histogram.Count);
        Assert.Equal(0, histogram.GetPercentile(1));
    }

    [Fact]
    public void GetPercentile_NoValues_IsZero() => Assert.Equal(0, new LatencyHistogram().GetPercentile(0.99));

    [Fact]
    public void GetMicroseconds_OneSecond_IsAMillion()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(Stopwatch.Frequency);

        Assert.Equal(1e6, histogram.GetMicroseconds(0.5), 1e6 * BucketError);
    }
}
