using KServe.LoadTest.Running;

namespace KServe.LoadTest.Tests.Running;

public sealed class ServerResultTests
{
    [Fact]
    public void RatioTo_MachineThatSlowsDown_IsTheMedianOfPairedRounds()
    {
        var floor = Result(1000, 500, 250);
        var own = Result(200, 400, 200);

        // The ratio of the medians would be 0.4.
        Assert.Equal(0.8, own.RatioTo(floor), 1e-9);
        Assert.Equal(0.8, own.CpuRatioTo(floor), 1e-9);
    }

    [Fact]
    public void IsLowerBound_BusyClient_OnlyWhenItCouldHaveSlept()
    {
        var busy = new ServerResult("a", "b", [new Round { Rate = 1, ClientShare = 0.9 }]);

        Assert.True(busy.IsLowerBound(isOpen: false));
        Assert.False(busy.IsLowerBound(isOpen: true));
    }

    [Fact]
    public void SumCollections_Rounds_AddsByGeneration()
    {
        var result = new ServerResult("a", "b",
        [
            new Round { Rate = 1, Collections = [5, 1, 0] },
            new Round { Rate = 1, Collections = [6, 2, 1] },
        ]);

        Assert.Equal([11, 3, 1], result.SumCollections());
    }

    [Theory]
    [InlineData("cpu0 100 50 200 9000 70 3 7 40 11 12", 4.0)]
    [InlineData("cpu0 100 0 100 9000", 2.0)]
    public void SumBusy_LineOfTheSystem_LeavesOutWaitingAndGuests(string line, double seconds) =>
        Assert.Equal(seconds, CoreUsage.SumBusy(line), 1e-9);

    private static ServerResult Result(params double[] rates) =>
        new("a", "b", [.. rates.Select(static rate => new Round { Rate = rate, CpuMicroseconds = 1e6 / rate })]);
}
