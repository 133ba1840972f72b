using KServe.Load.Generation;

namespace KServe.Conformance.Tests.Soak;

/// <summary>A short run of what <c>benchmarks/KServe.Soak generate</c> runs at length.</summary>
public sealed class GenerationSoakTests
{
    [Fact]
    public async Task E11_ManyShortRequestsOneInFiveCancelled_LeaveNothingBehind()
    {
        var report = await GenerationSoakRun.RunAsync(
            new GenerationSoakOptions { Requests = 400, Concurrency = 16 }, TestContext.Current.CancellationToken);
        Assert.Empty(report.Violations);
        Assert.InRange(report.Cancelled, 1, 80);
        Assert.Equal(400, report.Whole + report.Cancelled);
    }
}
