using KServe.Storage.Cache;
using KServe.Storage.Tests.Archives;
using KServe.Storage.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Storage.Tests.Cache;

public sealed class CacheTests
{
    private static readonly byte[] Body = TestArchives.Bytes(100_000);
    private static readonly byte[] Other = TestArchives.Bytes(100_000, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DownloadAsync_SecondTime_AsksWhetherItChanged()
    {
        await using LoopbackServer server = new(static r =>
            r["If-None-Match"] == "\"v1\"" ? Reply.Status("304 Not Modified") : Reply.Ok(Body, "ETag: \"v1\""));
        using StorageHost host = new();

        string first = await host.GetAsync(server.Uri("/m.bin"));
        using StorageHost restarted = new(root: host.Root);
        string second = await restarted.GetAsync(server.Uri("/m.bin"));

        Assert.Equal(first, second);
        Assert.Equal("\"v1\"", server.Requests.Last()["If-None-Match"]);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task DownloadAsync_ChangedFile_IsANewModelBesideTheOld()
    {
        await using LoopbackServer server = new(static r =>
            Reply.Ok(r.Number == 0 ? Body : Other, $"ETag: \"v{r.Number}\""));
        using StorageHost host = new();

        string first = await host.GetAsync(server.Uri("/m.bin"));
        string second = await host.GetAsync(server.Uri("/m.bin"));

        Assert.Equal(Body, await File.ReadAllBytesAsync(first, Token));
        Assert.Equal(Other, await File.ReadAllBytesAsync(second, Token));
    }

    [Fact]
    public async Task DownloadAsync_SameContentElsewhere_IsOneModel()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();
        Assert.Equal(await host.GetAsync(server.Uri("/a/m.bin")), await host.GetAsync(server.Uri("/b/m.bin")));
        Assert.Equal("n.bin", Path.GetFileName(await host.GetAsync(server.Uri("/a/n.bin"))));
        Assert.Equal(2, Directory.GetDirectories(host.Models).Length);
    }

    [Fact]
    public async Task DownloadAsync_ServerDown_UsesTheCachedCopyOnlyWhenAsked()
    {
        await using LoopbackServer server = new(static r =>
            r.Number == 0 ? Reply.Ok(Body, "ETag: \"v1\"") : Reply.Status("503 Service Unavailable"));
        using StorageHost host = new(static o => o.MaxRetries = 0);
        string first = await host.GetAsync(server.Uri("/m.bin"));

        Assert.Equal(InferenceErrorCode.Unavailable, (await host.FailAsync(server.Uri("/m.bin"))).Code);
        using StorageHost lenient = new(
            static o =>
            {
                o.MaxRetries = 0;
                o.UseStaleOnError = true;
            },
            root: host.Root);
        Assert.Equal(first, await lenient.GetAsync(server.Uri("/m.bin")));
        host.AssertNoTemp();
    }

    [Fact]
    public async Task DownloadAsync_DamagedModel_IsReplaced()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body, "ETag: \"v1\""));
        using StorageHost host = new();
        string path = await host.GetAsync(server.Uri("/m.bin"));
        await File.WriteAllBytesAsync(path, Body[..10], Token);

        Assert.Equal(path, await host.GetAsync(server.Uri("/m.bin")));

        Assert.Null(server.Requests.Last()["If-None-Match"]);
        Assert.Equal(Body, await File.ReadAllBytesAsync(path, Token));
        host.AssertNoTemp();
    }

    [Theory]
    [InlineData("refs", "{")]
    [InlineData("refs", "{\"key\":\"../../x\",\"sha256\":\"y\"}")]
    [InlineData("refs", "null")]
    [InlineData("models", "{}")]
    [InlineData("models", "{\"fileName\":\"../x\",\"sha256\":\"y\",\"files\":1,\"bytes\":1}")]
    [InlineData("models", "")]
    public async Task DownloadAsync_DamagedBookkeeping_IsReplaced(string folder, string json)
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body, "ETag: \"v1\""));
        using StorageHost host = new();
        string path = await host.GetAsync(server.Uri("/m.bin"));
        string file = Assert.Single(Directory.GetFiles(
            Path.Combine(host.Cache, folder), "*.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, json, Token);

        Assert.Equal(path, await host.GetAsync(server.Uri("/m.bin")));
        Assert.Equal(Body, await File.ReadAllBytesAsync(path, Token));
    }

    [Fact]
    public async Task DownloadAsync_AfterACrash_CleansUpAndLeavesTheLivingAlone()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();
        await host.GetAsync(server.Uri("/m.bin"));
        string dead = Path.Combine(host.Temp, "1-dead");
        Directory.CreateDirectory(Path.Combine(dead, "model", "content"));
        await File.WriteAllBytesAsync(Path.Combine(dead, "download"), Body[..5], Token);
        await File.WriteAllBytesAsync(dead + ".lock", [], Token);
        Directory.CreateDirectory(Path.Combine(host.Temp, "2-without-lock"));
        using Workspace living = host.ModelCache.CreateWorkspace();

        using StorageHost restarted = new(root: host.Root);
        await restarted.GetAsync(server.Uri("/n.bin"));

        Assert.Equal(
            [living.Folder, living.Folder + ".lock"],
            Directory.GetFileSystemEntries(host.Temp).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_ModelWithoutMarker_IsDownloadedAgain()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();
        string path = await host.GetAsync(server.Uri("/m.bin"));
        string model = Assert.Single(Directory.GetDirectories(host.Models));
        File.Delete(Path.Combine(model, "complete.json"));
        await File.WriteAllBytesAsync(path, [1], Token);

        await host.GetAsync(server.Uri("/m.bin"));

        Assert.Equal(Body, await File.ReadAllBytesAsync(path, Token));
    }

    [Fact]
    public async Task DownloadAsync_TwoHostsOnOneFolder_DownloadOnce()
    {
        await using LoopbackServer server = new(static r =>
            r["If-None-Match"] is null ? Reply.Ok(Body, "ETag: \"v1\"") : Reply.Status("304 Not Modified"));
        using StorageHost first = new();
        StorageHost[] others = [.. Enumerable.Range(0, 5).Select(_ => new StorageHost(root: first.Root))];

        string[] paths = await Task.WhenAll(others.Select(h => h.GetAsync(server.Uri("/m.bin"))));

        Assert.All(paths, path => Assert.Equal(paths[0], path));
        Assert.Single(server.Requests, static r => r["If-None-Match"] is null);
        Assert.Equal(Body, await File.ReadAllBytesAsync(paths[0], Token));
        first.AssertNoTemp();
        Array.ForEach(others, static h => h.Dispose());
    }

    [Fact]
    public async Task DownloadAsync_CacheFolderCannotBeMade_IsUnavailable()
    {
        await using LoopbackServer server = new(static _ => Reply.Ok(Body));
        using StorageHost host = new();
        await File.WriteAllBytesAsync(host.Cache, [], Token);

        InferenceException error = await host.FailAsync(server.Uri("/m.bin"));

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.DoesNotContain(host.Root, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("download")]
    [InlineData("model.bin")]
    [InlineData("complete.json")]
    [InlineData("reference.json")]
    public async Task DownloadAsync_DiskFull_LeavesTheOldModelAndNothingPartial(string name)
    {
        byte[] first = TestArchives.Zip(("model.bin", Body));
        byte[] second = TestArchives.Zip(("model.bin", Other));
        await using LoopbackServer server = new(r => Reply.Ok(r.Number == 0 ? first : second));
        using StorageHost host = new();
        string old = await host.GetAsync(server.Uri("/m.zip"));
        using StorageHost full = new(
            services: s => s.AddSingleton<CacheFiles>(new FullDisk(name)), root: host.Root);

        InferenceException error = await full.FailAsync(server.Uri("/m.zip"));

        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(Body, await File.ReadAllBytesAsync(Path.Combine(old, "model.bin"), Token));
        Assert.Equal(name == "reference.json" ? 2 : 1, Directory.GetDirectories(host.Models).Length);
        host.AssertNoTemp();
    }

    [Fact]
    public async Task DownloadAsync_ManyCallers_ShareOneDownloadAndItsProgress()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource release = new();
        await using LoopbackServer server = new(async (_, stop) =>
        {
            asked.TrySetResult();
            await release.Task.WaitAsync(stop);
            return Reply.Ok(Body);
        });
        using StorageHost host = new();
        using CancellationTokenSource impatient = new();
        string uri = server.Uri("/m.bin");
        Task<string> leaver = host.Http.DownloadAsync(uri, null, impatient.Token).AsTask();
        Task<string>[] stayers = [.. Enumerable.Range(0, 4).Select(_ => host.GetAsync(uri))];
        await asked.Task.WaitAsync(Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        release.SetResult();
        string[] paths = await Task.WhenAll(stayers);

        Assert.All(paths, path => Assert.Equal(paths[0], path));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task DownloadAsync_LastCallerLeaves_CancelsAndCleansUp()
    {
        TaskCompletionSource asked = new();
        await using LoopbackServer server = new(async (_, stop) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        });
        using StorageHost host = new();
        using CancellationTokenSource cancellation = new();
        Task<string> only = host.Http.DownloadAsync(server.Uri("/m.bin"), null, cancellation.Token).AsTask();
        await asked.Task.WaitAsync(Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => only);
        host.AssertNothingStored();
    }

    private sealed class FullDisk(string name) : CacheFiles
    {
        public override FileStream Create(string path) =>
            Path.GetFileName(path) == name ? new FullFile(path) : base.Create(path);
    }

    private sealed class FullFile(string path)
        : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        private const string Reason = "No space left on device";

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException(Reason);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException(Reason);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) =>
            throw new IOException(Reason);
    }
}
