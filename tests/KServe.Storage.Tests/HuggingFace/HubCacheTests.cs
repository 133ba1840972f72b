using KServe.Storage.Tests.Http;

namespace KServe.Storage.Tests.HuggingFace;

public sealed class HubCacheTests
{
    [Fact]
    public async Task DownloadAsync_Again_AsksForTheListAlone()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open();

        string first = await host.GetHubAsync("hf://acme/tiny");
        string second = await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(first, second);
        Assert.Equal(2, hub.Files.Count);
        Assert.Equal(4, hub.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_CommitThatIsThere_AsksNobody()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open();

        string first = await host.GetHubAsync("hf://acme/tiny");
        string second = await host.GetHubAsync($"hf://acme/tiny:{FakeHub.First}");

        Assert.Equal(first, second);
        Assert.Equal(3, hub.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_CommitThatChangesOtherFiles_IsTheSameModel()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        foreach ((string path, byte[] content) in hub.Commits[FakeHub.First].ToArray())
        {
            hub.With(path, content, FakeHub.Second);
        }

        hub.With("README.md", "# new", FakeHub.Second);
        using StorageHost host = hub.Open();

        string first = await host.GetHubAsync("hf://acme/tiny");
        hub.Main = FakeHub.Second;

        Assert.Equal(first, await host.GetHubAsync("hf://acme/tiny"));
        Assert.Equal(2, hub.Files.Count);
    }

    [Fact]
    public async Task DownloadAsync_Offline_ServesWhatIsThereAndAsksNobody()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost online = hub.Open();
        string path = await online.GetHubAsync("hf://acme/tiny");
        using StorageHost offline = hub.Open(static o => o.HuggingFace.Offline = true, online.Root);

        Assert.Equal(path, await offline.GetHubAsync("hf://acme/tiny"));
        Assert.Equal(path, await offline.GetHubAsync($"hf://acme/tiny@{FakeHub.First}"));
        InferenceException error = await offline.FailHubAsync("hf://acme/tiny:other");

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Contains("HF_HUB_OFFLINE", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, hub.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_HubIsAway_UsesTheCachedCopyOnlyWhereThatIsAllowed()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost strict = hub.Open(static o => o.MaxRetries = 0);
        string path = await strict.GetHubAsync("hf://acme/tiny");
        using StorageHost stale = hub.Open(
            static o =>
            {
                o.MaxRetries = 0;
                o.UseStaleOnError = true;
            },
            strict.Root);
        hub.Before = static _ => Reply.Status("503 Service Unavailable");

        Assert.Equal(InferenceErrorCode.Unavailable, (await strict.FailHubAsync("hf://acme/tiny")).Code);
        Assert.Equal(path, await stale.GetHubAsync("hf://acme/tiny"));
    }

    [Fact]
    public async Task DownloadAsync_ConnectionDropsHalfWay_ContinuesWithoutAValidator()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        hub.Before = r => IsWeights(r) && r["Range"] is null ? Reply.Lie(weights.Length, weights[..150_000]) : null;
        using StorageHost host = hub.Open();

        string path = await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(150_000, hub.Requests.Last().RangeStart);
        Assert.Equal(weights, await ReadAsync(path, "model.safetensors"));
    }

    [Fact]
    public async Task DownloadAsync_AfterAProcessThatFailed_GoesOnWhereItEnded()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        hub.Before = r => IsWeights(r) ? Reply.Lie(weights.Length, weights[..150_000]) : null;
        using StorageHost first = hub.Open(static o => o.MaxRetries = 0);
        await first.FailHubAsync("hf://acme/tiny");
        first.AssertNothingStored();
        hub.Before = static _ => null;
        using StorageHost second = hub.Open(root: first.Root);

        string path = await second.GetHubAsync("hf://acme/tiny");

        Assert.Equal(weights, await ReadAsync(path, "model.safetensors"));
        Assert.Equal(150_000, hub.Requests.Last().RangeStart);
        Assert.Single(hub.Files, static file => file.EndsWith("config.json", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(second.Partial));
    }

    [Fact]
    public async Task DownloadAsync_LeftoverOfOtherBytes_IsDownloadedAnew()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        byte[] weights = hub.Commits[FakeHub.First]["model.safetensors"];
        hub.Before = r => IsWeights(r) ? Reply.Lie(weights.Length, new byte[150_000]) : null;
        using StorageHost host = hub.Open(static o => o.MaxRetries = 0);
        await host.FailHubAsync("hf://acme/tiny");
        hub.Before = static _ => null;

        string path = await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal(weights, await ReadAsync(path, "model.safetensors"));
        Assert.Null(hub.Requests.Last()["Range"]);
    }

    [Fact]
    public async Task DownloadAsync_LeftoversOfLastMonth_AreRemoved()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open();
        string old = Path.Combine(host.Partial, new string('a', 64));
        string young = Path.Combine(host.Partial, new string('b', 64));
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(young);
        Directory.SetLastWriteTimeUtc(old, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await host.GetHubAsync("hf://acme/tiny");

        Assert.Equal([young], Directory.GetDirectories(host.Partial));
    }

    [Fact]
    public async Task DownloadAsync_DamagedModel_IsDownloadedAnew()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open();
        string path = await host.GetHubAsync($"hf://acme/tiny:{FakeHub.First}");
        File.Delete(Path.Combine(path, "model.safetensors"));

        Assert.Equal(path, await host.GetHubAsync($"hf://acme/tiny:{FakeHub.First}"));

        Assert.True(File.Exists(Path.Combine(path, "model.safetensors")));
    }

    [Fact]
    public async Task DownloadAsync_ManyCallers_ShareOneDownload()
    {
        await using FakeHub hub = HubDownloadTests.Tiny();
        using StorageHost host = hub.Open();

        string[] paths = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => host.GetHubAsync($"hf://acme/tiny:{FakeHub.First}")));

        Assert.Single(paths.Distinct(StringComparer.Ordinal));
        Assert.Equal(2, hub.Files.Count);
    }

    private static bool IsWeights(ServerRequest request) =>
        request.Path.EndsWith(".safetensors", StringComparison.Ordinal);

    private static Task<byte[]> ReadAsync(string folder, string file) =>
        File.ReadAllBytesAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);
}
