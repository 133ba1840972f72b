using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Telemetry;

namespace KServe.Runtime.Generative.Tests.Telemetry;

public sealed class MemoryBandwidthTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 5_000_001)]
    [InlineData(2, long.MaxValue)]
    public void Measure_AnySizeAndThreads_IsPositiveAndFinite(int threads, long bytes)
    {
        using var pool = new ComputePool(threads);

        var bandwidth = MemoryBandwidth.Measure(pool, bytes, TimeProvider.System);

        Assert.InRange(bandwidth!.Value, 1e6, 1e14);
    }

    [Fact]
    public void Roofline_ByFacts_IsBandwidthOverTheBytesOfAToken()
    {
        var facts = new ModelFacts
        {
            Model = "m", WeightBytes = 1000, TokenBytes = 500, CacheBytes = 10, Bandwidth = 20_000_000_000,
        };

        Assert.Equal(4e7, facts.Roofline);
        Assert.Equal(
            "at most 40000000 tokens/s for one stream, by the 20 GB/s measured now", facts.DescribeRoofline());
        Assert.Null((facts with { Bandwidth = null }).Roofline);
    }
}
