using KServe.Load.Generation;

namespace KServe.Conformance.Tests.Soak;

/// <summary>A short run of what <c>benchmarks/KServe.Soak generate --minutes</c> runs for an hour.</summary>
public sealed class LongSoakTests
{
    [Fact]
    public async Task E11_MixOfEveryKind_IsAnsweredAndLeavesNothingInUse()
    {
        List<int> told = [];
        var report = await LongSoakRun.RunAsync(
            new LongSoakOptions { Samples = 3, Interval = TimeSpan.FromMilliseconds(500) },
            sample => told.Add(sample.Number),
            TestContext.Current.CancellationToken);
        Assert.Empty(report.Violations);
        Assert.Equal([1, 2, 3], told);
        Assert.All(report.Samples, static sample => Assert.Empty(sample.InUse));
        Assert.True(report.Samples[^1] is { Answered: > 0, ResidentSet: > 0, Heap: > 0, Threads: > 0, Handles: > 0 });
    }
}
