namespace KServe.Core.Tests.Rollout;

public sealed class RolloutJudgeTests
{
    private static readonly RolloutOptions Options = new()
    {
        MinRequests = 100,
        MaxErrorRate = 0.05,
        MaxErrorRateIncrease = 0.02,
        MaxLatencyRatio = 1.5,
        MaxLatency = TimeSpan.FromSeconds(1),
        StepDuration = TimeSpan.FromMinutes(1),
    };

    [Theory]
    [InlineData(100, 0, 10, 100, 0, 10, 60, nameof(RolloutDecision.Advance))]
    [InlineData(100, 0, 10, 100, 0, 10, 59, nameof(RolloutDecision.Wait))]
    [InlineData(99, 0, 10, 100, 0, 10, 600, nameof(RolloutDecision.Wait))]
    [InlineData(0, 0, 0, 100, 0, 10, 600, nameof(RolloutDecision.Wait))]
    [InlineData(100, 5, 10, 100, 5, 10, 60, nameof(RolloutDecision.Advance))]
    [InlineData(100, 6, 10, 100, 6, 10, 60, nameof(RolloutDecision.RollBack))]
    [InlineData(6, 6, 10, 0, 0, 0, 1, nameof(RolloutDecision.RollBack))]
    [InlineData(5, 5, 10, 0, 0, 0, 1, nameof(RolloutDecision.Wait))]
    [InlineData(100, 3, 10, 100, 0, 10, 1, nameof(RolloutDecision.RollBack))]
    [InlineData(100, 2, 10, 100, 0, 10, 60, nameof(RolloutDecision.Advance))]
    [InlineData(100, 3, 10, 99, 0, 10, 60, nameof(RolloutDecision.Advance))]
    [InlineData(100, 0, 16, 100, 0, 10, 1, nameof(RolloutDecision.RollBack))]
    [InlineData(99, 0, 16, 100, 0, 10, 60, nameof(RolloutDecision.Wait))]
    [InlineData(100, 0, 16, 99, 0, 10, 60, nameof(RolloutDecision.Advance))]
    [InlineData(100, 0, 1001, 0, 0, 0, 1, nameof(RolloutDecision.RollBack))]
    public void Judge_Samples_Decides(
        long requests,
        long failures,
        int latency,
        long stableRequests,
        long stableFailures,
        int stableLatency,
        int seconds,
        string expected)
    {
        var (decision, reason) = RolloutJudge.Judge(
            Options,
            new TrafficSample(requests, failures, TimeSpan.FromMilliseconds(latency)),
            new TrafficSample(stableRequests, stableFailures, TimeSpan.FromMilliseconds(stableLatency)),
            TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, decision.ToString());
        Assert.Equal(decision == RolloutDecision.RollBack, reason.Length > 0);
    }

    [Fact]
    public void Judge_TooManyFailures_SaysHowMany()
    {
        var (_, reason) = RolloutJudge.Judge(
            Options, new TrafficSample(200, 50, TimeSpan.Zero), default, TimeSpan.Zero);
        Assert.Equal("25 % of requests failed, at most 5 % may", reason);
    }

    [Theory]
    [InlineData(100, 3000, 100, 2500, nameof(RolloutDecision.Advance))]
    [InlineData(100, 3000, 100, 1500, nameof(RolloutDecision.RollBack))]
    [InlineData(99, 3000, 100, 1500, nameof(RolloutDecision.Advance))]
    [InlineData(100, 3000, 99, 1500, nameof(RolloutDecision.Advance))]
    public void Judge_Explanations_AreComparedWithExplanationsAlone(
        long requests, int latency, long stableRequests, int stableLatency, string expected)
    {
        var (decision, _) = RolloutJudge.Judge(
            Options,
            new TrafficSample(200 + requests, 0, TimeSpan.FromMilliseconds(10))
            {
                Explanations = new(requests, TimeSpan.FromMilliseconds(latency)),
            },
            new TrafficSample(200 + stableRequests, 0, TimeSpan.FromMilliseconds(10))
            {
                Explanations = new(stableRequests, TimeSpan.FromMilliseconds(stableLatency)),
            },
            TimeSpan.FromMinutes(1));
        Assert.Equal(expected, decision.ToString());
    }

    [Fact]
    public void Judge_SlowFirstResponses_SaysSo()
    {
        var (decision, reason) = RolloutJudge.Judge(
            Options,
            new TrafficSample(100, 0, TimeSpan.Zero) { Streams = new(100, TimeSpan.FromSeconds(2)) },
            default,
            TimeSpan.Zero);
        Assert.Equal(RolloutDecision.RollBack, decision);
        Assert.Equal(
            "the time to the first response of streams was 2000 ms, at most 1000 ms may be", reason);
    }
}
