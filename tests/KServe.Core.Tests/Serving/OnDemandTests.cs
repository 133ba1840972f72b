using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

public sealed class OnDemandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryRemoveIdle_NobodyUsesIt_GoneAndDisposed()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        await using var host = await TestHost.StartAsync(predictor);
        Assert.True(host.Registry.TryRemoveIdle("m", out var removal));
        Assert.False(host.Registry.TryPin("m", "", out _));
        await removal;
        Assert.Equal(1, predictor.Disposals);
        Assert.Empty(host.Registry.GetIndex());
        Assert.False(host.Registry.TryRemoveIdle("m", out _));
    }

    [Fact]
    public async Task TryRemoveIdle_RequestRuns_StaysAsItIs()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        await using var host = await TestHost.StartAsync(predictor);
        using (host.Registry.Pin("m"))
        {
            Assert.False(host.Registry.TryRemoveIdle("m", out var removal));
            Assert.True(removal.IsCompletedSuccessfully);
            host.Registry.Pin("m").Dispose();
        }

        Assert.Equal(0, predictor.Disposals);
        Assert.True(host.Registry.TryRemoveIdle("m", out _));
    }

    [Fact]
    public async Task TryRemoveIdle_OneVersionInUse_AllVersionsStay()
    {
        await using var host = new TestHost(static builder =>
        {
            foreach (var version in (string[])["1", "2"])
            {
                builder.AddPredictor(
                    "m",
                    static _ => new DelegatePredictor(DelegatePredictor.EchoAsync),
                    model => model.Options.Version = version);
            }
        });
        await host.Registry.LoadAsync("m", Token);
        using (host.Registry.Pin("m", "1"))
        {
            Assert.False(host.Registry.TryRemoveIdle("m", out _));
            host.Registry.Pin("m", "2").Dispose();
        }

        Assert.True(host.Registry.TryRemoveIdle("m", out _));
    }

    [Fact]
    public async Task TryRemoveIdle_PinnedFromManyThreads_EitherPinnedOrGone()
    {
        for (var round = 0; round < 50; round++)
        {
            var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
            await using var host = await TestHost.StartAsync(predictor);
            var pinning = Task.Run(() => host.Registry.TryPin("m", "", out var lease) ? lease : default, Token);
            var isGone = host.Registry.TryRemoveIdle("m", out var removal);
            await removal;
            var pinned = await pinning;
            Assert.True(pinned == default || !isGone);
            Assert.Equal(isGone ? 1 : 0, predictor.Disposals);
            pinned.Dispose();
        }
    }

    [Fact]
    public async Task PinAsync_NotInMemory_WaitsForTheActivator()
    {
        await using var host = NewHost(out var activator);
        var pin = host.Registry.PinAsync(FakeActivator.Name, "", Token).AsTask();
        Assert.False(pin.IsCompleted);
        activator.Gate.SetResult();
        (await pin).Dispose();
        Assert.True(host.Registry.TryPin(FakeActivator.Alias, "", out var lease));
        Assert.Equal(FakeActivator.Name, lease.Revision.ModelName);
        lease.Dispose();
    }

    [Fact]
    public async Task TryPin_Loaded_AllocatesNothing()
    {
        await using var host = await TestHost.StartAsync(new DelegatePredictor(DelegatePredictor.EchoAsync));
        Assert.Equal(0, Measure(host.Registry));

        static long Measure(ModelRegistry registry)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                registry.TryPin("m", "", out var lease);
                lease.Dispose();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task PinAsync_UnknownName_NotFound()
    {
        await using var host = NewHost(out _);
        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => (await host.Registry.PinAsync("none", "", Token)).Dispose());
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task LoadAndUnload_OnDemandModel_GoToTheActivator()
    {
        await using var host = NewHost(out var activator);
        await host.Registry.LoadAsync(FakeActivator.Name, Token);
        await host.Registry.UnloadAsync(FakeActivator.Name, Token);
        Assert.Equal(["load cold", "unload cold"], activator.Calls);
    }

    [Fact]
    public async Task PinAsync_OnDemandModel_ActivatorGetsTheHeaders()
    {
        await using var host = NewHost(out var activator);
        activator.Gate.SetResult();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-user"] = "u1" };
        using (await host.Registry.PinAsync(FakeActivator.Name, "", headers, Token))
        {
            Assert.True(host.Registry.TryPin(FakeActivator.Alias, "", headers, out var lease));
            lease.Dispose();
        }

        Assert.Equal(["u1", "u1"], activator.Users);
    }

    [Fact]
    public async Task IsReadyAsync_OnDemandModel_ReadyUnlessItCannotBeLoaded()
    {
        await using var host = NewHost(out var activator);
        Assert.True(await host.Registry.IsReadyAsync(FakeActivator.Name, "", Token));
        activator.IsBroken = true;
        Assert.False(await host.Registry.IsReadyAsync(FakeActivator.Name, "", Token));
        Assert.Equal(["cold"], host.Registry.GetModelNames());
        Assert.Equal("not loaded", Assert.Single(host.Registry.GetIndex()).Reason);
        Assert.Empty(host.Registry.GetRequiredNames());
    }

    [Fact]
    public async Task LastUsed_AfterRequests_IsTheStartOfTheLast()
    {
        var time = new ManualTimeProvider();
        await using var host = new TestHost(
            static builder => builder.AddPredictor(
                "m", static _ => new DelegatePredictor(static (_, _) => throw InferenceException.NotFound("row"))),
            time);
        await host.Registry.LoadAsync("m", Token);
        using var lease = host.Registry.Pin("m");
        Assert.Equal(0, lease.Revision.Statistics.LastUsed);
        time.Advance(TimeSpan.FromSeconds(1));
        using var request = new InferRequest("m");
        await Assert.ThrowsAsync<InferenceException>(() => host.InferAsync(request, Token));
        Assert.Equal(time.GetTimestamp(), lease.Revision.Statistics.LastUsed);
    }

    private static TestHost NewHost(out FakeActivator activator)
    {
        ModelRegistry? registry = null;
        var fake = new FakeActivator(() => registry!);
        var host = new TestHost(builder => builder.Services.AddSingleton<IModelActivator>(fake));
        registry = host.Registry;
        activator = fake;
        return host;
    }
}
