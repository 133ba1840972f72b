using KServe.Load.Generation;

namespace KServe.Conformance.Tests.Soak;

/// <summary>What makes a long soak fail.</summary>
public sealed class SoakTrendTests
{
    private const int Minutes = 60;
    private static readonly LongSoakOptions Options = new();

    [Fact]
    public void Slope_Line_IsItsOwn()
    {
        var samples = Make(static i => Flat(i) with { Heap = 7 + (3 * i) });
        Assert.Equal(3, SoakTrend.Slope(samples, static sample => sample.Heap), 9);
        Assert.Equal(0, SoakTrend.Slope(samples[..1], static sample => sample.Heap));
    }

    [Fact]
    public void Judge_FlatButForTheWarmUpAndNoise_FindsNothing()
    {
        var samples = Make(static i => Flat(i) with
        {
            ResidentSet = (100 << 20) + (i < 10 ? i * (5 << 20) : (50 << 20) + (i % 5 << 20)),
        });
        Assert.Empty(SoakTrend.Judge(samples, Options));
    }

    [Fact]
    public void Judge_SlowLeaks_NamesEach()
    {
        var samples = Make(static i => Flat(i) with
        {
            ResidentSet = i * (512 << 10), Heap = i * (128 << 10), Threads = 20 + (i / 2), Handles = 50 + i,
        });
        var found = SoakTrend.Judge(samples, Options);
        Assert.Equal(4, found.Count);
        Assert.Equal(
            ["memory of the process", "managed heap", "number of threads", "number of handles"],
            found.Select(static text => text[4..text.IndexOf(" grew", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Judge_BlocksInUse_IsFoundAtAnyLength()
    {
        var found = SoakTrend.Judge([Flat(1), Flat(2) with { InUse = "vllm:kv_cache_usage_perc 0.1" }], Options);
        Assert.Contains("interval 2", Assert.Single(found), StringComparison.Ordinal);
    }

    private static LongSoakSample[] Make(Func<int, LongSoakSample> make) =>
        [.. Enumerable.Range(1, Minutes).Select(make)];

    private static LongSoakSample Flat(int number) => new(number, 1, 1, 1, 1, 100 << 20, 20 << 20, 20, 50, "");
}
