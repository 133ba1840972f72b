using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.ControlPlane.Tests.Files;

public sealed class WatchedPathsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kserve-resources");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_FolderOfServices_ReadyWhenTheyAre()
    {
        Write("a.yaml", TestHost.Service("a"));
        Write("b.yml", TestHost.Service("b"));
        Write("notes.txt", "no resource");
        Write(".hidden.yaml", "{");
        Write("kustomization.yaml", "resources: [a.yaml]");
        await using var host = await StartAsync(isOpen: false);
        await host.Gate.Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(await host.Health.IsReadyAsync(TestContext.Current.CancellationToken));
        host.Gate.Opened.SetResult();
        await host.Health.Started.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(await host.Health.IsReadyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["a", "b"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task Start_BrokenFiles_FailsWithAllErrors()
    {
        Write("a.yaml", Texts.Service("predictor: {}"));
        Write("b.yaml", Texts.Service("predictor: []"));
        var error = await Assert.ThrowsAsync<ResourceException>(() => StartAsync());
        Assert.Equal(["a.yaml", "b.yaml"], error.Errors.Select(static error => error.File));
        Assert.Equal([5, 5], error.Errors.Select(static error => error.Line));
    }

    [Fact]
    public async Task Start_BrokenFileWhenAllowed_ServesTheOthers()
    {
        Write("a.yaml", "{");
        Write("b.yaml", TestHost.Service("b"));
        await using var host = await StartAsync(static options => options.StartWithBrokenFiles = true);
        Assert.True((await host.SettledAsync("b"))!.IsReady);
        Assert.Equal("a.yaml", Assert.Single(host.Controller.FileErrors).File);
    }

    [Fact]
    public async Task Start_PathIsMissing_NamesIt()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(static kserve =>
            kserve.AddInferenceServices("no-such-folder")));
        Assert.Contains("there is no file or folder 'no-such-folder'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WrittenUpdatedRemoved_ServicesFollow()
    {
        await using var host = await StartAsync();
        Write("a.yaml", TestHost.Service("a"));
        await host.UntilAsync(static controller => controller.Get(TestHost.Key("a")) is { IsReady: true });
        Write("a.yaml", TestHost.Service("a", "timeout: 5"));
        await host.UntilAsync(static controller =>
            controller.Get(TestHost.Key("a")) is { IsReady: true, Generation: 2 });
        File.Delete(PathOf("a.yaml"));
        await host.UntilAsync(static controller => controller.Get(TestHost.Key("a")) is null);
    }

    [Fact]
    public async Task Change_AtomicReplace_IsOneUpdate()
    {
        Write("a.yaml", TestHost.Service("a"));
        await using var host = await StartAsync();
        await host.SettledAsync("a");
        Write("a.tmp", TestHost.Service("a", "timeout: 5"));
        File.Move(PathOf("a.tmp"), PathOf("a.yaml"), overwrite: true);
        await host.UntilAsync(static controller =>
            controller.Get(TestHost.Key("a")) is { IsReady: true, Generation: 2 });
    }

    [Fact]
    public async Task Change_LinksOfAConfigMap_AreFollowed()
    {
        // The way in which Kubernetes mounts a ConfigMap: files link to ..data, which links to the current version.
        Version("..v1", TestHost.Service("a"));
        Directory.CreateSymbolicLink(PathOf("..data"), "..v1");
        File.CreateSymbolicLink(PathOf("a.yaml"), Path.Combine("..data", "a.yaml"));
        await using var host = await StartAsync();
        Assert.True((await host.SettledAsync("a"))!.IsReady);
        Version("..v2", TestHost.Service("a", "timeout: 5"));
        Directory.CreateSymbolicLink(PathOf("..data_tmp"), "..v2");
        Rename("..data_tmp", "..data");
        await host.UntilAsync(static controller =>
            controller.Get(TestHost.Key("a")) is { IsReady: true, Generation: 2 });
    }

    [Fact]
    public async Task Scan_FileBreaks_LastGoodStateGoesOn()
    {
        Write("a.yaml", TestHost.Service("a"));
        await using var host = await StartAsync();
        await host.SettledAsync("a");
        Write("a.yaml", TestHost.Service("a").Replace("predictor", "predicter", StringComparison.Ordinal));
        host.Paths.Scan();
        Assert.Equal("spec.predicter", host.Controller.FileErrors[0].Field);
        Assert.True(host.Controller.Get(TestHost.Key("a"))!.IsReady);
        Assert.Equal(1, host.Controller.Get(TestHost.Key("a"))!.Generation);
        Write("a.yaml", TestHost.Service("a"));
        host.Paths.Scan();
        Assert.Empty(host.Controller.FileErrors);
        Assert.Equal(1, host.Gate.Loads);
    }

    [Fact]
    public async Task Scan_ResourceMovesToAnotherFile_StaysTheSame()
    {
        Write("a.yaml", TestHost.Service("a"));
        await using var host = await StartAsync();
        await host.SettledAsync("a");
        File.Move(PathOf("a.yaml"), PathOf("b.yaml"));
        host.Paths.Scan();
        Assert.Equal((1, "b.yaml"), (host.Controller.Get(TestHost.Key("a"))!.Generation, host.Controller.Get(TestHost.Key("a"))!.Source));
        Assert.Equal(1, host.Gate.Loads);
    }

    [Fact]
    public async Task Scan_SameResourceInTwoFiles_FirstHasItAndTheOtherIsReported()
    {
        Write("a.yaml", TestHost.Service("a"));
        await using var host = await StartAsync();
        Write("b.yaml", TestHost.Service("a", "timeout: 5"));
        host.Paths.Scan();
        Assert.Equal(
            "b.yaml:4:9: metadata.name: InferenceService default/a stands in a.yaml already",
            Assert.Single(host.Controller.FileErrors).ToString());
        Assert.Equal(1, host.Controller.Get(TestHost.Key("a"))!.Generation);
    }

    [Fact]
    public async Task Apply_ResourceOfAFile_IsRefusedAndTheOtherWayRound()
    {
        Write("a.yaml", TestHost.Service("a"));
        await using var host = await StartAsync();
        var error = Assert.Throws<ResourceException>(() => host.Controller.Apply(TestHost.Service("a")));
        Assert.Contains("belongs to a.yaml: change it there", error.Message, StringComparison.Ordinal);
        Assert.Throws<ResourceException>(() => host.Controller.Delete(TestHost.Key("a")));
        host.Controller.Apply(TestHost.Service("b"));
        Write("b.yaml", TestHost.Service("b"));
        host.Paths.Scan();
        Assert.Contains("belongs to the request", Assert.Single(host.Controller.FileErrors).Message, StringComparison.Ordinal);
        Assert.NotNull(await host.SettledAsync("b"));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41 }, "the file is not UTF-8")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x00 }, null)]
    public async Task Scan_BytesThatAreNoText_AreReported(byte[] bytes, string? message)
    {
        await using var host = await StartAsync();
        await File.WriteAllBytesAsync(PathOf("a.yaml"), bytes, TestContext.Current.CancellationToken);
        host.Paths.Scan();
        var error = Assert.Single(host.Controller.FileErrors);
        Assert.Equal(message ?? error.Message, error.Message);
    }

    private Task<TestHost> StartAsync(Action<ControlPlaneOptions>? configure = null, bool isOpen = true) =>
        TestHost.StartAsync(
            kserve => kserve.AddInferenceServices(_folder.FullName, options =>
            {
                options.SettleTime = TimeSpan.FromMilliseconds(1);
                configure?.Invoke(options);
            }),
            isOpen: isOpen);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private void Version(string folder, string text)
    {
        Directory.CreateDirectory(PathOf(folder));
        Write(Path.Combine(folder, "a.yaml"), text);
    }

    // Renaming over a link is what makes the switch atomic; File.Move refuses links to folders.
    private void Rename(string from, string to)
    {
        File.Delete(PathOf(to));
        Directory.CreateSymbolicLink(PathOf(to), new DirectoryInfo(PathOf(from)).LinkTarget!);
    }
}
