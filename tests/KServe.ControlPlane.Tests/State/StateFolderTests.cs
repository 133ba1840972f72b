using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane.Tests.State;

public sealed class StateFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kserve-state-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Apply_ThenRestart_ServesWhatCameOverTheApi()
    {
        await using (var first = await StartAsync())
        {
            first.Controller.Apply(TestHost.Service("a") + "---\n" + TestHost.Service("b"));
            first.Controller.Apply(TestHost.Service("c"), ns: "team");
            await first.SettledAsync("a");
            first.Controller.Delete(TestHost.Key("b"));
        }

        await using var second = await StartAsync();
        await second.Health.Started;
        Assert.True((await second.SettledAsync("a"))!.IsReady);
        Assert.Null(second.Controller.Get(TestHost.Key("b")));
        Assert.NotNull(second.Controller.Get(new ResourceKey("InferenceService", "team", "c")));

        // It is the API's still.
        second.Controller.Apply(TestHost.Service("a"));
        Assert.True(second.Controller.Delete(TestHost.Key("a")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "applied"), "*_a.yaml"));
    }

    [Fact]
    public async Task Restart_ResourceNowInAFile_FileHasIt()
    {
        await using (var first = await StartAsync())
        {
            first.Controller.Apply(TestHost.Service("a"));
        }

        var file = Path.Combine(_folder, "a.yaml");
        await File.WriteAllTextAsync(file, TestHost.Service("a"), TestContext.Current.CancellationToken);
        await using var second = await StartAsync(options => options.Paths.Add(file));
        Assert.Equal("a.yaml", second.Controller.Get(TestHost.Key("a"))!.Source);
    }

    [Fact]
    public async Task Restart_BrokenAndHalfWrittenFiles_ArePassedOver()
    {
        await using (var first = await StartAsync())
        {
            first.Controller.Apply(TestHost.Service("a"));
        }

        var applied = Path.Combine(_folder, "applied");
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(applied, "broken.yaml"), "kind: [", token);
        await File.WriteAllBytesAsync(Path.Combine(applied, "bytes.yaml"), [0xFF, 0xFE, 0x00, 0x80], token);
        await File.WriteAllTextAsync(Path.Combine(applied, "InferenceService_x_y.yaml.new"), "kind:", token);
        await using var second = await StartAsync();
        Assert.Equal("a", second.Controller.List().Single().Key.Name);
        Assert.Empty(Directory.GetFiles(applied, "*.new"));
    }

    [Fact]
    public async Task Apply_MoreThanTheFolderMayHold_TakesNothingIn()
    {
        await using var host = await StartAsync(static options => options.MaxStateBytes = 64 << 10);
        var annotation = new string('x', 40 << 10);
        var big = TestHost.Service("a").Replace(
            "  name: a", $"  name: a\n  annotations: {{note: {annotation}}}", StringComparison.Ordinal);
        host.Controller.Apply(big);
        var both = big.Replace("name: a", "name: b", StringComparison.Ordinal);
        var error = Assert.Throws<ResourceException>(() => host.Controller.Apply(TestHost.Service("c") + "---\n" + both));
        Assert.Contains("would hold more than 65536 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", host.Controller.List().Single().Key.Name);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "applied")));

        // The same again needs no more room.
        host.Controller.Apply(big);
    }

    [Fact]
    public void Save_LongNames_StayApartAndWithinTheFolder()
    {
        var state = new StateFolder(Options.Create(new ControlPlaneOptions { StateFolder = _folder }));
        var name = "a" + new string('b', 250);
        foreach (var each in (string[])[name, name + "c", "short"])
        {
            var set = Texts.Read(TestHost.Service("a").Replace("name: a", "name: " + each, StringComparison.Ordinal));
            Assert.Empty(set.Errors);
            Assert.Null(state.Save(StateFolder.Applied, set.Resources));
        }

        var files = Directory.GetFiles(Path.Combine(_folder, "applied"));
        Assert.Equal(3, files.Length);
        Assert.Equal(3, state.ReadAll(StateFolder.Applied).Count);
        Assert.All(files, static file => Assert.True(Path.GetFileName(file).Length < 160));
    }

    [Fact]
    public async Task Restart_CanaryWithAShare_HasItsStablePredictorAgain()
    {
        await using (var first = await StartAsync())
        {
            first.Controller.Apply(Service(timeout: 1, ""));
            await first.SettledAsync("a");
            first.Controller.Apply(Service(timeout: 2, "canaryTrafficPercent: 10"));
            Assert.True((await first.SettledAsync("a"))!.IsReady);
            Assert.Equal([90, 10], Shares(first));
        }

        await using (var second = await StartAsync())
        {
            await second.Health.Started;
            Assert.Equal([90, 10], Shares(second));
            Assert.Equal(2, second.Gate.Loads);

            // And goes on as ever: the old predictor written again takes the new one back.
            second.Controller.Apply(Service(timeout: 1, ""));
            await second.SettledAsync("a");
            Assert.Equal([100], Shares(second));
            Assert.Equal(2, second.Gate.Loads);
            second.Controller.Delete(TestHost.Key("a"));
            await Changes.SoonAsync(() => second.Registry.GetModelNames().Count == 0);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "rolled-out")));
    }

    private static string Service(int timeout, string share) => $"""
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata:
          name: a
        spec:
          predictor:
            timeout: {timeout}
            containers: [name: gate]
            {share}
        """;

    private static double[] Shares(TestHost host) =>
        [.. host.Registry.Rollouts.GetTraffic("a").Tracks.Select(static track => track.Percent)];

    private Task<TestHost> StartAsync(Action<ControlPlaneOptions>? configure = null) =>
        TestHost.StartAsync(kserve => kserve.AddControlPlane(options =>
        {
            options.StateFolder = _folder;
            configure?.Invoke(options);
        }));
}
