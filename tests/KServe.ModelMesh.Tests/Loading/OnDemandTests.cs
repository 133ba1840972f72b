using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Loading;

public sealed class OnDemandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PinAsync_NotLoaded_LoadsOnceForAllWhoWait()
    {
        await using var host = new MeshHost(models: 1);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var pins = Enumerable.Range(0, 50).Select(_ => host.PinAsync("m0", Token)).ToArray();
        await host.World.BeganAsync("m0");
        Assert.Equal(MeshModelState.Loading, host.Mesh.GetStatus("m0").State);
        gate.SetResult();
        foreach (var lease in await Task.WhenAll(pins))
        {
            lease.Dispose();
        }

        Assert.Equal(1, host.World.GetLoads("m0"));
        Assert.Equal(10, host.Mesh.UsedBytes);
    }

    [Fact]
    public async Task PinAsync_Loaded_EndsAtOnceAndLeavesLoadsAlone()
    {
        await using var host = new MeshHost(models: 1);
        await host.InferAsync("m0");
        var pin = host.PinAsync("m0", Token);
        Assert.True(pin.IsCompletedSuccessfully);
        (await pin).Dispose();
        Assert.Equal(1, host.World.TotalLoads);
    }

    [Fact]
    public async Task PinAsync_UnknownName_NotFound()
    {
        await using var host = new MeshHost(models: 1);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("none", Token));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task PinAsync_UnknownVersion_LoadsAndSaysSo()
    {
        await using var host = new MeshHost(models: 1);
        var error = await Assert.ThrowsAsync<InferenceException>(
            () => host.Registry.PinAsync("m0", "7", Token).AsTask());
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Contains("version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pin_NotLoaded_Unavailable()
    {
        await using var host = new MeshHost(models: 1);
        var error = Assert.Throws<InferenceException>(() => host.Registry.Pin("m0"));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal(0, host.World.TotalLoads);
    }

    [Fact]
    public async Task IsReadyAsync_RegisteredButNotLoaded_ReadyWithoutALoad()
    {
        await using var host = new MeshHost(models: 1);
        Assert.True(await host.Registry.IsReadyAsync("m0", "", Token));
        Assert.Equal(0, host.World.TotalLoads);
    }

    [Fact]
    public async Task GetIndex_SomeLoaded_ShowsEachModelOnce()
    {
        await using var host = new MeshHost(models: 3);
        await host.InferAsync("m1");
        Assert.Equal(
            [("m0", ModelState.Unavailable), ("m1", ModelState.Ready), ("m2", ModelState.Unavailable)],
            host.Registry.GetIndex().Select(static status => (status.Name, status.State)));
        Assert.Equal(["m0", "m1", "m2"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task PinAsync_CancelledWhileQueued_DropsTheLoadThatNobodyWants()
    {
        await using var host = new MeshHost(models: 2, static options => options.MaxConcurrentLoads = 1);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var first = host.PinAsync("m0", Token);
        await host.World.BeganAsync("m0");
        using var cancel = new CancellationTokenSource();
        var second = host.PinAsync("m1", cancel.Token);
        Assert.Equal(MeshModelState.Loading, host.Mesh.GetStatus("m1").State);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(MeshModelState.NotLoaded, host.Mesh.GetStatus("m1").State);
        gate.SetResult();
        (await first).Dispose();
        Assert.Equal(0, host.World.GetLoads("m1"));
    }

    [Fact]
    public async Task PinAsync_CancelledWhileLoading_TheLoadServesTheOthers()
    {
        await using var host = new MeshHost(models: 1);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        using var cancel = new CancellationTokenSource();
        var first = host.PinAsync("m0", cancel.Token);
        await host.World.BeganAsync("m0");
        var second = host.PinAsync("m0", Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        (await second).Dispose();
        Assert.Equal(1, host.World.GetLoads("m0"));
    }

    [Fact]
    public async Task PinAsync_LoadTakesTooLongForTheRequest_Unavailable()
    {
        await using var host = new MeshHost(
            models: 1, static options => options.QueueTimeout = TimeSpan.FromSeconds(5));
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var pin = host.PinAsync("m0", Token);
        await host.World.BeganAsync("m0");
        host.Time.Advance(TimeSpan.FromSeconds(5));
        var error = await Assert.ThrowsAsync<InferenceException>(() => pin);
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.NotNull(error.RetryAfter);
        gate.SetResult();
        (await host.PinAsync("m0", Token)).Dispose();
        Assert.Equal(1, host.World.GetLoads("m0"));
    }

    [Fact]
    public async Task PinAsync_TooManyForOneModel_RefusedAtOnce()
    {
        await using var host = new MeshHost(models: 2, static options => options.MaxWaitingRequestsPerModel = 2);
        await AssertRefusedAsync(host, ["m0", "m0"], "m0");
    }

    [Fact]
    public async Task PinAsync_TooManyInAll_RefusedAtOnce()
    {
        await using var host = new MeshHost(models: 3, static options => options.MaxWaitingRequests = 2);
        await AssertRefusedAsync(host, ["m0", "m1"], "m2");
    }

    [Fact]
    public async Task PinAsync_TooManyColdModels_RefusedWhileHotOnesAnswer()
    {
        await using var host = new MeshHost(models: 4, static options =>
        {
            options.MaxConcurrentLoads = 1;
            options.MaxQueuedLoads = 1;
        });
        await host.InferAsync("m3");
        await AssertRefusedAsync(host, ["m0", "m1"], "m2", hot: "m3");
    }

    [Fact]
    public async Task Dispose_RequestsWait_TheyAreToldAndTheLoadIsCancelled()
    {
        var host = new MeshHost(models: 2, static options => options.MaxConcurrentLoads = 1);
        host.World.OnLoad = static (_, token) => Task.Delay(Timeout.Infinite, token);
        var loading = host.PinAsync("m0", Token);
        await host.World.BeganAsync("m0");
        var queued = host.PinAsync("m1", Token);
        await host.DisposeAsync();
        await Assert.ThrowsAsync<InferenceException>(() => loading);
        await Assert.ThrowsAsync<InferenceException>(() => queued);
        Assert.Equal(0, host.World.Resident);
    }

    private static async Task AssertRefusedAsync(
        MeshHost host,
        IReadOnlyList<string> waiting,
        string refused,
        string? hot = null)
    {
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var pins = waiting.Select(name => host.PinAsync(name, Token)).ToArray();
        await host.World.BeganAsync(waiting[0]);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync(refused, Token));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.NotNull(error.RetryAfter);
        if (hot is not null)
        {
            await host.InferAsync(hot);
        }

        gate.SetResult();
        foreach (var lease in await Task.WhenAll(pins))
        {
            lease.Dispose();
        }

        (await host.PinAsync(refused, Token)).Dispose();
    }
}
