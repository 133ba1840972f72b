using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Reconciling;

public sealed class CanaryTests
{
    [Fact]
    public async Task Apply_ShareOfNewPredictor_SplitsPromotesAndRollsBack()
    {
        await using var host = await TestHost.StartAsync();
        await ApplyAsync(host, timeout: 1, percent: null);
        await ApplyAsync(host, timeout: 2, percent: 10);
        Assert.Equal([90, 10], Shares(host));
        Assert.Equal(2, host.Gate.Loads);
        var yaml = host.Controller.Get(TestHost.Key("a"))!.ToYaml();
        Assert.Contains("latestRolledoutRevision: a-predictor-00001", yaml, StringComparison.Ordinal);
        Assert.Contains("latestReadyRevision: a-predictor-00002", yaml, StringComparison.Ordinal);
        Assert.Contains("percent: 90", yaml, StringComparison.Ordinal);

        // The share alone needs no load.
        await ApplyAsync(host, timeout: 2, percent: 25);
        Assert.Equal([75, 25], Shares(host));
        Assert.Equal(2, host.Gate.Loads);

        await ApplyAsync(host, timeout: 2, percent: null);
        Assert.Equal([100], Shares(host));
        Assert.Equal(2, host.Gate.Loads);

        await ApplyAsync(host, timeout: 3, percent: 50);
        Assert.Equal([50, 50], Shares(host));
        await ApplyAsync(host, timeout: 2, percent: null);
        Assert.Equal([100], Shares(host));
        Assert.Equal(3, host.Gate.Loads);
    }

    [Fact]
    public async Task Apply_BrokenCanary_StableKeepsAll()
    {
        await using var host = await TestHost.StartAsync();
        await ApplyAsync(host, timeout: 1, percent: null);
        host.Gate.Fails = true;
        var view = await ApplyAsync(host, timeout: 2, percent: 10);
        Assert.Equal("ModelLoadFailed", view.Ready!.Reason);
        Assert.Equal([100], Shares(host));
    }

    [Fact]
    public async Task Apply_NamedCanaries_TakeTheirShares()
    {
        await using var host = await TestHost.StartAsync();
        var text = TestHost.Service("a") + """
              canary:
              - trafficPercent: 20
                predictor: {name: next, containers: [{name: gate, image: "example/gate:2"}]}
              - trafficPercent: 5
                predictor: {name: other, containers: [{name: gate, image: "example/gate:3"}]}

            """;
        host.Controller.Apply(text);
        var view = await host.SettledAsync("a");
        Assert.True(view!.IsReady, view.ToYaml());
        Assert.Equal([75, 20, 5], Shares(host));
    }

    [Fact]
    public async Task Apply_NamedCanariesChange_LoadsOnlyWhatIsNew()
    {
        await using var host = await TestHost.StartAsync();
        await ApplyAsync(host, ("next", 1, 50), ("other", 1, 50));
        Assert.Equal(3, host.Gate.Loads);
        Assert.Equal([0, 50, 50], Shares(host));

        // Shares alone, whose sums would be too large one after the other.
        await ApplyAsync(host, ("next", 1, 80), ("other", 1, 20));
        Assert.Equal([0, 80, 20], Shares(host));
        Assert.Equal(3, host.Gate.Loads);

        // One of another content, with the share of the other rising.
        await ApplyAsync(host, ("next", 2, 10), ("other", 1, 60));
        Assert.Equal(4, host.Gate.Loads);
        Assert.Equal([30, 10, 60], SharesByName(host, "next", "other"));

        await ApplyAsync(host, ("third", 1, 5), ("next", 2, 10));
        Assert.Equal(5, host.Gate.Loads);
        Assert.Equal([85, 10, 5], SharesByName(host, "next", "third"));

        await ApplyAsync(host);
        Assert.Equal([100], Shares(host));
        Assert.Equal(5, host.Gate.Loads);
    }

    [Fact]
    public async Task Apply_NamedCanaryThatFails_StableAndTheOtherGoOn()
    {
        await using var host = await TestHost.StartAsync();
        await ApplyAsync(host, ("next", 1, 30));
        host.Gate.Fails = true;
        var view = await ApplyAsync(host, ("next", 1, 20), ("other", 1, 10));
        Assert.Equal("ModelLoadFailed", view.Ready!.Reason);
        Assert.Equal([80, 20], Shares(host));
        host.Gate.Fails = false;
        view = await ApplyAsync(host, ("next", 1, 20), ("other", 1, 11));
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal([69, 20, 11], Shares(host));
    }

    private static async Task<ResourceView> ApplyAsync(
        TestHost host,
        params (string Name, int Version, int Percent)[] canaries)
    {
        var list = string.Concat(canaries.Select(static canary =>
            $"  - trafficPercent: {canary.Percent}\n    predictor: {{name: {canary.Name}, containers: [{{name: gate, "
            + $"image: \"example/gate:{canary.Version}\"}}]}}\n"));
        host.Controller.Apply(TestHost.Service("a") + (list.Length == 0 ? "" : "  canary:\n" + list));
        return (await host.SettledAsync("a"))!;
    }

    private static double[] SharesByName(TestHost host, params string[] names)
    {
        var tracks = host.Registry.Rollouts.GetTraffic("a").Tracks;
        return [tracks[0].Percent, .. names.Select(name => tracks.Single(track => track.Track == name).Percent)];
    }

    private static async Task<ResourceView> ApplyAsync(TestHost host, int timeout, int? percent)
    {
        var share = percent is null ? "" : $"canaryTrafficPercent: {percent}";
        host.Controller.Apply($"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: a
            spec:
              predictor:
                timeout: {timeout}
                containers: [name: gate]
                {share}
            """);
        return (await host.SettledAsync("a"))!;
    }

    private static double[] Shares(TestHost host) =>
        [.. host.Registry.Rollouts.GetTraffic("a").Tracks.Select(static track => track.Percent)];
}
