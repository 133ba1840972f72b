using KServe.Load.Soak;

namespace KServe.Conformance.Tests.Soak;

/// <summary>A short run of the soak that <c>benchmarks/KServe.Soak</c> runs at length.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task Mixed_TwentyThousandRequestsWithCancels_LeaveNothingBehind()
    {
        var report = await SoakRun.RunAsync(
            new SoakOptions { Requests = 20_000 }, TestContext.Current.CancellationToken);
        Assert.Empty(report.Violations);
        Assert.Equal(20_000, report.Requests.Values.Sum());
        Assert.Equal(4, report.Requests.Count);
    }
}
