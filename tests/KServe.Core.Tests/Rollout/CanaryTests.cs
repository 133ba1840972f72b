using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Rollout;

public sealed class CanaryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pin_TenThousandRequests_AreSplitByWeightExactly()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(12.5);
        await host.Registry.Rollouts.StartAsync(
            "m", "other", Canaries.Named("other"), static options => options.TrafficPercent = 0.1, Token);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 10_000; i++)
        {
            var who = await host.AskAsync();
            counts[who] = counts.GetValueOrDefault(who) + 1;
        }

        Assert.Equal((8740, 1250, 10), (counts["stable"], counts["canary"], counts["other"]));
    }

    [Fact]
    public async Task Pin_ModelIsAskedAbout_TakesNoTurn()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(50);
        for (var i = 0; i < 20; i++)
        {
            var expected = host.Registry.Pin("m");
            expected.Dispose();
            host.Registry.PinStable("m").Dispose();
            Assert.True(await host.Registry.IsReadyAsync("m", cancellationToken: Token));
            using var next = host.Registry.Pin("m");
            Assert.NotSame(expected.Revision, next.Revision);
        }
    }

    [Fact]
    public async Task Pin_Version_GoesToThatTrack()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(0);
        Assert.Equal(["2", "1"], host.Registry.GetVersions("m"));
        using var canary = host.Registry.Pin("m", "2");
        using var stable = host.Registry.Pin("m", "1");
        Assert.Equal(("m-00002", "m-00001"), (canary.Revision.Name, stable.Revision.Name));
        Assert.Throws<InferenceException>(() => host.Registry.Pin("m", "3"));
    }

    [Fact]
    public async Task SetTraffic_BlueGreen_SwitchesAtOnceAndBack()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(0);
        Assert.Equal(0, await host.CountAsync("canary", 50));
        host.Registry.Rollouts.SetTraffic("m", "canary", 100);
        Assert.Equal(50, await host.CountAsync("canary", 50));
        host.Registry.Rollouts.SetTraffic("m", "canary", 0);
        Assert.Equal(50, await host.CountAsync("stable", 50));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100.01)]
    [InlineData(0.001)]
    [InlineData(double.NaN)]
    public async Task SetTraffic_NoPercentage_IsRefused(double percent)
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => host.Registry.Rollouts.SetTraffic("m", "canary", percent));
        Assert.Equal(10, host.Registry.Rollouts.GetTraffic("m").Tracks[1].Percent);
    }

    [Fact]
    public async Task SetTraffic_MoreThanAll_IsRefusedAndChangesNothing()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(60);
        await host.Registry.Rollouts.StartAsync("m", "b", Canaries.Named("b"), cancellationToken: Token);
        Assert.Throws<InferenceException>(() => host.Registry.Rollouts.SetTraffic("m", "b", 41));
        Assert.Throws<InferenceException>(() => host.Registry.Rollouts.SetTraffic("m", "nope", 1));
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.Rollouts.StartAsync(
            "m", "c", Canaries.Named("c"), static options => options.TrafficPercent = 41, Token));
        Assert.Equal(
            [40, 60, 0], host.Registry.Rollouts.GetTraffic("m").Tracks.Select(static track => track.Percent));
    }

    [Fact]
    public async Task PromoteAsync_Canary_BecomesTheModel()
    {
        var disposed = 0;
        await using var host = new TestHost(static _ => { });
        await host.Registry.DefineAsync(
            "m", Canaries.Named("stable", disposed: () => Interlocked.Increment(ref disposed)), Token);
        await host.StartCanaryAsync(5);
        var old = host.Registry.PinStable("m");
        await host.Registry.Rollouts.PromoteAsync("m", "canary", Token);

        Assert.Equal(20, await host.CountAsync("canary", 20));
        Assert.Equal(0, disposed);
        old.Dispose();
        await old.Revision.Disposed;
        Assert.Equal(1, disposed);

        // The canary's definition is the model's from now on, with its version.
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(20, await host.CountAsync("canary", 20));
        var traffic = host.Registry.Rollouts.GetTraffic("m");
        var stable = Assert.Single(traffic.Tracks);
        Assert.Equal(("m-00003", "2", 100), (stable.Revision, stable.Version, stable.Percent));
        Assert.Equal(("m-00001", true), (traffic.PreviousRevision, traffic.LastOutcome!.IsPromoted));
    }

    [Fact]
    public async Task RollBackAsync_WithCanary_StableHasAllAgain()
    {
        var disposed = new TaskCompletionSource();
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(100, Canaries.Named("canary", disposed: disposed.SetResult));
        Assert.Equal("canary", await host.AskAsync());
        await host.Registry.Rollouts.RollBackAsync("m", Token);
        Assert.Equal(20, await host.CountAsync("stable", 20));
        await disposed.Task;
        Assert.Equal(["1"], host.Registry.GetVersions("m"));

        // It does not come back with the next reload.
        await host.Registry.LoadAsync("m", Token);
        Assert.Single(host.Registry.Rollouts.GetTraffic("m").Tracks);
    }

    [Fact]
    public async Task RollBackAsync_AfterPromotion_PreviousDefinitionServes()
    {
        await using var host = await Canaries.StartAsync();
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.Rollouts.RollBackAsync("m", Token));
        await host.StartCanaryAsync(5);
        await host.Registry.Rollouts.PromoteAsync("m", "canary", Token);
        await host.Registry.Rollouts.RollBackAsync("m", Token);
        Assert.Equal(20, await host.CountAsync("stable", 20));
        await host.Registry.Rollouts.RollBackAsync("m", Token);
        Assert.Equal(20, await host.CountAsync("canary", 20));
    }

    [Fact]
    public async Task StartAsync_CanaryFailsToLoad_StableKeepsAll()
    {
        await using var host = await Canaries.StartAsync();
        await Assert.ThrowsAsync<InferenceException>(() => host.StartCanaryAsync(
            50, static model => model.UsePredictor(static _ => throw new IOException("gone"))));
        Assert.Equal(20, await host.CountAsync("stable", 20));
        Assert.Single(host.Registry.Rollouts.GetTraffic("m").Tracks);
    }

    [Fact]
    public async Task StartAsync_WrongOptions_NamesAllErrors()
    {
        await using var host = await Canaries.StartAsync();
        var error = Assert.Throws<OptionsValidationException>(() =>
        {
            _ = host.Registry.Rollouts.StartAsync(
                "m",
                "canary",
                static model => model.Options.MaxConcurrency = 0,
                static options =>
                {
                    options.TrafficPercent = 101;
                    options.Matches.Add(new HeaderMatchOptions { Header = "a b" });
                    options.Shadow = new ShadowOptions { MaxBytes = 0, Percent = -1, Tolerance = -1 };
                    options.Rollout = new RolloutOptions { Steps = { 5, 5 }, MinRequests = 0, LatencyQuantile = 1 };
                },
                Token);
        });
        string[] expected =
        [
            "TrafficPercent", "Matches:0:Header", "Matches:0: either", "Shadow:Percent", "Shadow:MaxBytes",
            "Shadow:Tolerance", "Rollout:Steps", "Rollout:MinRequests", "Rollout:LatencyQuantile",
            "Model:MaxConcurrency", "Model:Uri",
        ];
        Assert.All(expected, part => Assert.Contains(
            error.Failures,
            failure => failure.StartsWith($"KServe:Models:m:Canaries:canary:{part}", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            error.Failures, static failure => failure.StartsWith("KServe:Models:m:Uri", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pin_HeaderMatches_GoesToTheCanaryWhateverItsWeight()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(0, traffic: static options =>
        {
            options.Matches.Add(new HeaderMatchOptions { Header = "x-group", Value = "b" });
            options.Matches.Add(new HeaderMatchOptions { Header = "x-user", Prefix = "test-" });
        });
        Assert.Equal("canary", await host.AskAsync("X-Group", "b"));
        Assert.Equal("canary", await host.AskAsync("x-user", "test-7"));
        Assert.Equal("stable", await host.AskAsync("x-group", "B"));
        Assert.Equal("stable", await host.AskAsync("x-group", "bb"));
        Assert.Equal("stable", await host.AskAsync("x-user", "a-test-7"));
        Assert.Equal("stable", await host.AskAsync());
    }

    [Fact]
    public async Task Pin_StickyHeader_KeepsEachKeyOnItsTrack()
    {
        await using var host = await Canaries.StartAsync(
            configure: static model => model.Options.StickyHeader = "x-user");
        await host.StartCanaryAsync(30);
        var before = await AskAllAsync(host);
        Assert.Equal(before, await AskAllAsync(host));
        Assert.InRange(before.Count(static who => who == "canary"), 90, 210);

        host.Registry.Rollouts.SetTraffic("m", "canary", 40);
        var after = await AskAllAsync(host);
        Assert.All(before.Zip(after), static pair => Assert.True(pair.First == pair.Second || pair.First == "stable"));

        static async Task<string[]> AskAllAsync(TestHost host)
        {
            var answers = new string[500];
            for (var i = 0; i < answers.Length; i++)
            {
                answers[i] = await host.AskAsync("x-user", $"u{i}");
            }

            return answers;
        }
    }

    [Fact]
    public async Task LoadAsync_WithCanary_ReloadsBothAndKeepsTheTraffic()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(50);
        host.Registry.Rollouts.SetTraffic("m", "canary", 25);
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(25, await host.CountAsync("canary", 100));
        Assert.Equal(
            ["m-00003", "m-00004"],
            host.Registry.Rollouts.GetTraffic("m").Tracks.Select(static track => track.Revision));
    }

    [Fact]
    public async Task DefineAsync_WithCanary_NewDefinitionHasAll()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(50);
        await host.Registry.DefineAsync("m", Canaries.Named("new"), Token);
        Assert.Equal(20, await host.CountAsync("new", 20));
        Assert.Equal(["1"], host.Registry.GetVersions("m"));
    }

    [Fact]
    public async Task UnloadAsync_WithCanary_ReloadBringsItBackFromTheStart()
    {
        await using var host = await Canaries.StartAsync();
        await host.StartCanaryAsync(50);
        await host.Registry.UnloadAsync("m", Token);
        Assert.Equal(
            InferenceErrorCode.Unavailable,
            Assert.Throws<InferenceException>(() => host.Registry.Pin("m")).Code);
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(50, await host.CountAsync("canary", 100));
    }

    [Fact]
    public async Task Canaries_FromConfiguration_TakeTheirShare()
    {
        var runtime = new FakeRuntime("fake", new SupportedModelFormat("onnx"));
        var path = Path.GetTempFileName();
        await using var host = new TestHost(builder => builder.Services
            .AddSingleton<IServingRuntime>(runtime)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["KServe:Models:m:Uri"] = path,
                    ["KServe:Models:m:Format"] = "onnx",
                    ["KServe:Models:m:StickyHeader"] = "x-user",
                    ["KServe:Models:m:Canaries:v2:TrafficPercent"] = "20",
                    ["KServe:Models:m:Canaries:v2:Model:Uri"] = path,
                    ["KServe:Models:m:Canaries:v2:Model:Format"] = "onnx",
                    ["KServe:Models:m:Canaries:v2:Matches:0:Header"] = "x-beta",
                    ["KServe:Models:m:Canaries:v2:Matches:0:Prefix"] = "",
                    ["KServe:Models:m:Canaries:v2:Shadow:Percent"] = "1",
                    ["KServe:Models:m:Canaries:v2:Rollout:Enabled"] = "false",
                    ["KServe:Models:m:Canaries:v2:Rollout:Steps:0"] = "10",
                }).Build()));
        await host.Registry.LoadAsync("m", Token);
        var canaries = 0;
        for (var i = 0; i < 100; i++)
        {
            using var lease = host.Registry.Pin("m");
            canaries += lease.Revision.Version == "2" ? 1 : 0;
        }

        Assert.Equal(20, canaries);
        var traffic = host.Registry.Rollouts.GetTraffic("m");
        Assert.Equal(["stable", "v2"], traffic.Tracks.Select(static track => track.Track));
        Assert.NotNull(traffic.Tracks[1].Shadow);
    }

    [Fact]
    public async Task Pin_OneTrackOrTwo_AllocatesNothing()
    {
        await using var host = await Canaries.StartAsync();
        AssertNothingIsAllocated(host);
        await host.StartCanaryAsync(10, traffic: static options =>
            options.Matches.Add(new HeaderMatchOptions { Header = "x-group", Value = "b" }));
        AssertNothingIsAllocated(host);

        static void AssertNothingIsAllocated(TestHost host)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-user"] = "u" };
            host.Registry.Pin("m", "", headers).Dispose();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                host.Registry.Pin("m", "", headers).Dispose();
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }
}
