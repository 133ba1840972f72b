using KServe.Load.Reload;

namespace KServe.Conformance.Tests.Soak;

/// <summary>Row D-05 at its rate; <c>benchmarks/KServe.Soak reload</c> is the long run of the same.</summary>
public sealed class ReloadSoakTests
{
    [Fact]
    public async Task D05_TwentyReloadsAtAFixedRate_NoRequestFailsAndNothingStays()
    {
        var report = await ReloadRun.RunAsync(
            new ReloadOptions { Rate = 200, Reloads = 20, Rollouts = 4, RequestsPerChange = 20 },
            TestContext.Current.CancellationToken);

        Assert.Empty(report.Violations);
        Assert.Equal(6, report.Rows.Count);
        Assert.All(report.Rows, static row => Assert.True(row.Requests >= row.Changes * 20));
        Assert.Equal(1, report.RevisionsLeft);
    }
}
