using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Core.Tests.Serving;

public sealed class ModelRegistryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Pin_UnknownModel_IsNotFound()
    {
        var host = new TestHost(static _ => { });
        var error = Assert.Throws<InferenceException>(() => host.Registry.Pin("nope"));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        Assert.Equal("Model with name nope does not exist.", error.Message);
    }

    [Fact]
    public async Task Pin_NotLoadedYet_IsUnavailable()
    {
        await using var host = NewHost(() => new DelegatePredictor(DelegatePredictor.EchoAsync));
        var error = Assert.Throws<InferenceException>(() => host.Registry.Pin("m"));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.False(await host.Registry.IsReadyAsync("m", cancellationToken: Token));
    }

    [Fact]
    public async Task LoadAsync_WhileRunning_OldRevisionServesUntilTheLastLease()
    {
        List<DelegatePredictor> built = [];
        await using var host = NewHost(() =>
        {
            built.Add(new DelegatePredictor(DelegatePredictor.EchoAsync));
            return built[^1];
        });
        await host.Registry.LoadAsync("m", Token);
        var first = host.Registry.Pin("m");
        await host.Registry.LoadAsync("m", Token);
        var second = host.Registry.Pin("m");

        Assert.NotSame(first.Revision, second.Revision);
        Assert.Equal(0, built[0].Disposals);
        first.Dispose();
        await first.Revision.Disposed;
        Assert.Equal((1, 0), (built[0].Disposals, built[1].Disposals));
        second.Dispose();
    }

    [Fact]
    public async Task LoadAsync_ReloadFails_OldRevisionGoesOn()
    {
        var fail = false;
        await using var host = NewHost(() => new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = (_, _) => fail ? throw new IOException("/secret") : default,
        });
        await host.Registry.LoadAsync("m", Token);
        fail = true;
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m", Token));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.True(await host.Registry.IsReadyAsync("m", cancellationToken: Token));
        Assert.Equal(ModelState.Ready, host.Registry.GetIndex().Single().State);
    }

    [Fact]
    public async Task LoadAsync_Fails_PredictorIsDisposedAndReasonShown()
    {
        DelegatePredictor? built = null;
        await using var host = NewHost(() => built = new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = static (_, _) => throw InferenceException.InvalidArgument("weights are missing"),
        });
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m", Token));
        Assert.Equal(1, built!.Disposals);
        var status = host.Registry.GetIndex().Single();
        Assert.Equal((ModelState.Unavailable, "weights are missing"), (status.State, status.Reason));
    }

    [Fact]
    public async Task UnloadAsync_WithRunningRequest_WaitsForIt()
    {
        var predictor = new DelegatePredictor(DelegatePredictor.EchoAsync);
        await using var host = NewHost(() => predictor);
        await host.Registry.LoadAsync("m", Token);
        var lease = host.Registry.Pin("m");
        var unloading = host.Registry.UnloadAsync("m", Token);
        Assert.Equal(ModelState.Unloading, host.Registry.GetIndex().Single().State);
        Assert.Throws<InferenceException>(() => host.Registry.Pin("m"));
        Assert.False(unloading.IsCompleted);
        lease.Dispose();
        await unloading;
        Assert.Equal(1, predictor.Disposals);
        Assert.Equal(ModelState.Unavailable, host.Registry.GetIndex().Single().State);
        Assert.Empty(host.Registry.GetModelNames());
    }

    [Fact]
    public async Task UnloadAsync_CancelledThenRepeated_WaitsForTheSameRequests()
    {
        await using var host = NewHost(() => new DelegatePredictor(DelegatePredictor.EchoAsync));
        await host.Registry.LoadAsync("m", Token);
        var lease = host.Registry.Pin("m");
        using var cancel = new CancellationTokenSource();
        var first = host.Registry.UnloadAsync("m", cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(ModelState.Unloading, host.Registry.GetIndex().Single().State);

        var second = host.Registry.UnloadAsync("m", Token);
        Assert.False(second.IsCompleted);
        lease.Dispose();
        await second;
        Assert.Equal(ModelState.Unavailable, host.Registry.GetIndex().Single().State);
    }

    [Fact]
    public async Task DisposeAsync_RequestNeverEnds_GivesUpAfterTheTimeout()
    {
        var time = new ManualTimeProvider();
        var host = new TestHost(
            static builder => builder.AddPredictor(
                "m", static _ => new DelegatePredictor(DelegatePredictor.EchoAsync)),
            time);
        await host.Registry.LoadAsync("m", Token);
        host.Registry.Pin("m");
        var disposing = host.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));
        await disposing;
    }

    [Fact]
    public async Task LoadAsync_ReportsProgress_IndexShowsIt()
    {
        var finish = new TaskCompletionSource();
        await using var host = NewHost(() => new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = async (context, token) =>
            {
                context.Progress!.Report(0.42);
                await finish.Task.WaitAsync(token);
            },
        });
        var loading = host.Registry.LoadAsync("m", Token);
        Assert.Equal("42 % loaded", host.Registry.GetIndex().Single().Reason);
        finish.SetResult();
        await loading;
        Assert.Equal("", host.Registry.GetIndex().Single().Reason);
    }

    [Fact]
    public async Task LoadAsync_Cancelled_LeavesModelUnavailable()
    {
        await using var host = NewHost(() => new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = static async (_, token) => await Task.Delay(Timeout.Infinite, token),
        });
        using var cancel = new CancellationTokenSource();
        var loading = host.Registry.LoadAsync("m", cancel.Token);
        Assert.Equal(ModelState.Loading, host.Registry.GetIndex().Single().State);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        Assert.Equal(ModelState.Unavailable, host.Registry.GetIndex().Single().State);
    }

    [Fact]
    public async Task Pin_SeveralVersions_HighestIsTheDefault()
    {
        await using var host = new TestHost(static builder =>
        {
            foreach (var version in (string[])["9", "10", "beta"])
            {
                builder.AddPredictor(
                    "m",
                    static _ => new DelegatePredictor(DelegatePredictor.EchoAsync),
                    model => model.Options.Version = version);
            }
        });
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(["10", "9", "beta"], host.Registry.GetVersions("m"));
        using var highest = host.Registry.Pin("m");
        using var named = host.Registry.Pin("m", "beta");
        Assert.Equal(("10", "beta"), (highest.Revision.Version, named.Revision.Version));
        foreach (var version in (string[])["0", "-1", "abc", "99999999999999999999"])
        {
            var error = Assert.Throws<InferenceException>(() => host.Registry.Pin("m", version));
            Assert.Equal(InferenceErrorCode.NotFound, error.Code);
        }
    }

    [Fact]
    public async Task LoadAsync_OneVersionBad_OthersServe()
    {
        await using var host = new TestHost(static builder => builder
            .AddPredictor(
                "m",
                static _ => new DelegatePredictor(DelegatePredictor.EchoAsync),
                static model => model.Options.Version = "1")
            .AddPredictor(
                "m",
                static _ => throw InferenceException.InvalidArgument("bad"),
                static model => model.Options.Version = "2"));
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m", Token));
        using var lease = host.Registry.Pin("m");
        Assert.Equal("1", lease.Revision.Version);
    }

    [Fact]
    public async Task UnloadAsync_OlderRevisionStillPinned_WaitsForIt()
    {
        var alive = 0;
        await using var host = NewHost(() =>
        {
            Interlocked.Increment(ref alive);
            return new CountingPredictor(() => Interlocked.Decrement(ref alive));
        });
        await host.Registry.LoadAsync("m", Token);
        var lease = host.Registry.Pin("m");
        await host.Registry.LoadAsync("m", Token);
        var unload = host.Registry.UnloadAsync("m", Token);
        Assert.False(unload.IsCompleted);
        lease.Dispose();
        await unload;
        Assert.Equal(0, alive);
    }

    [Fact]
    public async Task ConcurrentLoadUnloadInfer_OneModel_OnlyDefinedErrors()
    {
        var alive = 0;
        await using (var host = NewHost(() =>
        {
            Interlocked.Increment(ref alive);
            return new CountingPredictor(() => Interlocked.Decrement(ref alive));
        }))
        {
            await host.Registry.LoadAsync("m", Token);
            var done = false;
            var answered = 0;
            var firstAnswer = new TaskCompletionSource();
            var changes = Task.Run(async () =>
            {
                await firstAnswer.Task;
                for (var i = 0; i < 200; i++)
                {
                    await (i % 5 == 4 ? host.Registry.UnloadAsync("m", Token) : host.Registry.LoadAsync("m", Token));
                }

                await host.Registry.LoadAsync("m", Token);
                Volatile.Write(ref done, true);
            }, Token);
            await Parallel.ForAsync(0, 4, Token, async (_, token) =>
            {
                while (!Volatile.Read(ref done))
                {
                    using var request = new InferRequest("m");
                    request.Inputs.Add(InferTensor.Create<float>("x", [1], 1f));
                    try
                    {
                        using var response = await host.InferAsync(request, token);
                        Interlocked.Increment(ref answered);
                        firstAnswer.TrySetResult();
                    }
                    catch (InferenceException error) when (error.Code == InferenceErrorCode.Unavailable)
                    {
                        await Task.Yield();
                    }
                }
            });
            await changes;
            Assert.True(answered > 0);
        }

        Assert.Equal(0, alive);
    }

    private static TestHost NewHost(Func<Predictor> create) =>
        new(builder => builder.AddPredictor("m", _ => create()));
}
