using KServe.Core.Tests.Fakes;

namespace KServe.Core.Tests.Rollout;

public sealed class RolloutControllerTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollout_HealthyCanary_TakesAllStepsAndIsPromoted()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        var promoted = Expect(host, ModelChangeKind.Promoted);
        await host.StartCanaryAsync(0, traffic: static options => options.Rollout = Rules());
        foreach (var percent in (double[])[1, 5, 25, 50, 100])
        {
            var tracks = host.Registry.Rollouts.GetTraffic("m").Tracks;
            Assert.Equal((percent, RolloutState.Progressing), (tracks[1].Percent, tracks[1].State));
            await host.CountAsync("canary", (int)(10 * 100 / percent));
            time.Advance(Step);
        }

        await promoted.WaitAsync(Token);
        Assert.Equal(10, await host.CountAsync("canary", 10));
        Assert.Single(host.Registry.Rollouts.GetTraffic("m").Tracks);
    }

    [Fact]
    public async Task Rollout_TooFewRequests_StaysAtItsStep()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        await host.StartCanaryAsync(0, traffic: static options => options.Rollout = Rules());
        await host.CountAsync("canary", 900);
        for (var i = 0; i < 5; i++)
        {
            time.Advance(Step);
        }

        Assert.Equal(1, host.Registry.Rollouts.GetTraffic("m").Tracks[1].Percent);
    }

    [Fact]
    public async Task Rollout_CanaryFails_IsRolledBackWithTheReason()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        var rolledBack = Expect(host, ModelChangeKind.RolledBack);
        await host.StartCanaryAsync(
            0,
            Canaries.Named("canary", static () => throw new InferenceException(InferenceErrorCode.Internal, "no")),
            static options => options.Rollout = Rules());
        var failures = 0;
        for (var i = 0; i < 1000; i++)
        {
            try
            {
                await host.AskAsync();
            }
            catch (InferenceException)
            {
                failures++;
            }
        }

        Assert.Equal(10, failures);
        time.Advance(TimeSpan.FromSeconds(5));
        await rolledBack.WaitAsync(Token);
        Assert.Equal(200, await host.CountAsync("stable", 200));
        var outcome = host.Registry.Rollouts.GetTraffic("m").LastOutcome!;
        Assert.Equal(("canary", false), (outcome.Track, outcome.IsPromoted));
        Assert.Equal("100 % of requests failed, at most 5 % may", outcome.Reason);
    }

    [Fact]
    public async Task Rollout_ClientsMistakes_AreNoneOfTheCanarys()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        await host.StartCanaryAsync(
            0,
            Canaries.Named("canary", static () => throw InferenceException.InvalidArgument("no")),
            static options =>
            {
                options.Rollout = Rules();
                options.Rollout.Steps.Add(50);
            });
        for (var i = 0; i < 50; i++)
        {
            await host.AskAsync().ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        Assert.Equal(25, host.Registry.Rollouts.GetTraffic("m").Tracks[1].Requests);
        Assert.Equal(0, host.Registry.Rollouts.GetTraffic("m").Tracks[1].Failures);
    }

    [Fact]
    public async Task Rollout_CanaryIsSlow_IsRolledBack()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(
            time, model => Canaries.Named("stable", () => time.Advance(TimeSpan.FromMilliseconds(2)))(model));
        var rolledBack = Expect(host, ModelChangeKind.RolledBack);
        await host.StartCanaryAsync(
            0,
            Canaries.Named("canary", () => time.Advance(TimeSpan.FromMilliseconds(20))),
            static options =>
            {
                options.Rollout = Rules();
                options.Rollout.Steps.Add(50);
            });
        await host.CountAsync("canary", 20);
        time.Advance(TimeSpan.FromSeconds(5));
        await rolledBack.WaitAsync(Token);
        Assert.StartsWith(
            "the latency was ",
            host.Registry.Rollouts.GetTraffic("m").LastOutcome!.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_SomebodySetsTheTraffic_EndsBySteps()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        await host.StartCanaryAsync(0, traffic: static options => options.Rollout = Rules());
        host.Registry.Rollouts.SetTraffic("m", "canary", 10);
        await host.CountAsync("canary", 1000);
        time.Advance(Step);
        var canary = host.Registry.Rollouts.GetTraffic("m").Tracks[1];
        Assert.Equal((10, RolloutState.Steady), (canary.Percent, canary.State));
        Assert.Equal(0, time.TimerCount);
    }

    [Fact]
    public async Task Rollout_NotToBePromoted_StaysAtTheLastStepAndIsStillJudged()
    {
        var time = new ManualTimeProvider();
        var isBad = false;
        await using var host = await Canaries.StartAsync(time);
        var rolledBack = Expect(host, ModelChangeKind.RolledBack);
        await host.StartCanaryAsync(
            0,
            Canaries.Named("canary", () =>
            {
                if (isBad)
                {
                    throw new InferenceException(InferenceErrorCode.Internal, "no");
                }
            }),
            static options =>
            {
                options.Rollout = Rules();
                options.Rollout.Steps.Add(100);
                options.Rollout.Promote = false;
            });
        await host.CountAsync("canary", 20);
        time.Advance(Step);
        Assert.Equal(100, host.Registry.Rollouts.GetTraffic("m").Tracks[1].Percent);
        isBad = true;
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<InferenceException>(() => host.AskAsync());
        }

        time.Advance(TimeSpan.FromSeconds(5));
        await rolledBack.WaitAsync(Token);
        Assert.Equal("stable", await host.AskAsync());
    }

    [Fact]
    public async Task RemoveAsync_WhileRolling_LeavesNoTimer()
    {
        var time = new ManualTimeProvider();
        await using var host = await Canaries.StartAsync(time);
        await host.StartCanaryAsync(0, traffic: static options => options.Rollout = Rules());
        Assert.Equal(1, time.TimerCount);
        await host.Registry.RemoveAsync("m", Token);
        Assert.Equal(0, time.TimerCount);
    }

    private static RolloutOptions Rules() => new()
    {
        MinRequests = 10,
        StepDuration = Step,
        Window = TimeSpan.FromHours(1),
    };

    private static Task Expect(TestHost host, ModelChangeKind kind)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Registry.Changed += (_, change) =>
        {
            if (change.Kind == kind)
            {
                seen.TrySetResult();
            }
        };
        return seen.Task;
    }
}
