using KServe.Core.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Core.Tests.Serving;

public sealed class ModelDefineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefineAsync_NewName_Serves()
    {
        await using var host = new TestHost(static _ => { });
        await host.Registry.DefineAsync("m", static model => model.UsePredictor(static _ => Echo()), Token);
        using var lease = host.Registry.Pin("m");
        Assert.Equal(("m", "1"), (lease.Revision.ModelName, lease.Revision.Version));
        Assert.Equal(["m"], host.Registry.GetModelNames());
    }

    [Fact]
    public async Task DefineAsync_Anew_SwapsWhenReadyAndDisposesTheOld()
    {
        var old = Echo();
        var finish = new TaskCompletionSource();
        await using var host = new TestHost(builder => builder.AddPredictor("m", _ => old));
        await host.Registry.LoadAsync("m", Token);
        var first = host.Registry.Pin("m");

        var defining = host.Registry.DefineAsync("m", model =>
        {
            model.Options.Version = "7";
            model.UsePredictor(_ => Echo(() => finish.Task));
        }, Token);
        host.Registry.Pin("m", "1").Dispose();
        Assert.False(defining.IsCompleted);
        finish.SetResult();
        await defining;

        using (var second = host.Registry.Pin("m"))
        {
            Assert.Equal("7", second.Revision.Version);
        }

        Assert.Equal(InferenceErrorCode.NotFound, CodeOfPin(host, "m", "1"));
        Assert.Equal(0, old.Disposals);
        first.Dispose();
        await first.Revision.Disposed;
        Assert.Equal(1, old.Disposals);
    }

    [Fact]
    public async Task DefineAsync_WrongOptions_NamesAllErrorsAndChangesNothing()
    {
        await using var host = new TestHost(static builder => builder.AddPredictor("m", static _ => Echo()));
        await host.Registry.LoadAsync("m", Token);
        var error = Assert.Throws<OptionsValidationException>(() =>
        {
            _ = host.Registry.DefineAsync("m", static model =>
            {
                model.Options.MaxConcurrency = 0;
                model.Options.Version = "no/slash";
            }, Token);
        });
        Assert.Equal(3, error.Failures.Count());
        Assert.Contains(error.Failures, static failure => failure.Contains("m:Uri", StringComparison.Ordinal));
        Assert.Contains(error.Failures, static failure => failure.Contains("MaxConcurrency", StringComparison.Ordinal));
        Assert.Contains(error.Failures, static failure => failure.Contains("m:Version", StringComparison.Ordinal));
        host.Registry.Pin("m").Dispose();
    }

    [Fact]
    public async Task DefineAsync_NewRevisionFails_OldDefinitionStaysForReloads()
    {
        await using var host = new TestHost(static builder => builder.AddPredictor("m", static _ => Echo()));
        await host.Registry.LoadAsync("m", Token);
        var built = new DelegatePredictor(DelegatePredictor.EchoAsync)
        {
            OnLoad = static (_, _) => throw InferenceException.InvalidArgument("weights are missing"),
        };
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Registry.DefineAsync("m", model =>
        {
            model.Options.Version = "2";
            model.UsePredictor(_ => built);
        }, Token));
        Assert.Equal("weights are missing", error.Message);
        Assert.Equal(1, built.Disposals);
        await host.Registry.LoadAsync("m", Token);
        Assert.Equal(["1"], host.Registry.GetVersions("m"));
        Assert.True(await host.Registry.IsReadyAsync("m", cancellationToken: Token));
    }

    [Fact]
    public async Task DefineAsync_NewNameFails_DoesNotExist()
    {
        await using var host = new TestHost(static _ => { });
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.DefineAsync(
            "m", static model => model.UsePredictor(static _ => throw new IOException("/secret")), Token));
        Assert.Empty(host.Registry.GetIndex());
        Assert.Equal(InferenceErrorCode.NotFound, CodeOfPin(host, "m"));
        await host.Registry.DefineAsync("m", static model => model.UsePredictor(static _ => Echo()), Token);
        host.Registry.Pin("m").Dispose();
    }

    [Fact]
    public async Task DefineAsync_WhileLoading_ServerIsReadyWithoutIt()
    {
        var finish = new TaskCompletionSource();
        await using var host = new TestHost(static _ => { });
        var defining = host.Registry.DefineAsync(
            "m", model => model.UsePredictor(_ => Echo(() => finish.Task)), Token);
        Assert.Empty(host.Registry.GetModelNames());
        Assert.Equal(ModelState.Loading, host.Registry.GetIndex().Single().State);
        finish.SetResult();
        await defining;
        Assert.Equal(ModelState.Ready, host.Registry.GetIndex().Single().State);
    }

    [Fact]
    public async Task RemoveAsync_WithRunningRequest_HidesAtOnceAndWaits()
    {
        var predictor = Echo();
        await using var host = new TestHost(builder => builder.AddPredictor("m", _ => predictor));
        await host.Registry.LoadAsync("m", Token);
        var lease = host.Registry.Pin("m");
        var removing = host.Registry.RemoveAsync("m", Token);
        Assert.Equal(InferenceErrorCode.NotFound, CodeOfPin(host, "m"));
        Assert.False(removing.IsCompleted);
        lease.Dispose();
        await removing;
        Assert.Equal(1, predictor.Disposals);
        Assert.Empty(host.Registry.GetIndex());
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.RemoveAsync("m", Token));
    }

    [Fact]
    public async Task RemoveAsync_Cancelled_GoesOn()
    {
        var removed = new TaskCompletionSource();
        await using var host = new TestHost(static builder => builder.AddPredictor("m", static _ => Echo()));
        host.Registry.Changed += (_, change) =>
        {
            if (change.Kind == ModelChangeKind.Removed)
            {
                removed.SetResult();
            }
        };
        await host.Registry.LoadAsync("m", Token);
        var lease = host.Registry.Pin("m");
        using var cancel = new CancellationTokenSource();
        var removing = host.Registry.RemoveAsync("m", cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => removing);

        var defining = host.Registry.DefineAsync("m", static model => model.UsePredictor(static _ => Echo()), Token);
        Assert.False(defining.IsCompleted);
        lease.Dispose();
        await removed.Task;
        await defining;
        host.Registry.Pin("m").Dispose();
    }

    [Fact]
    public async Task Changed_EachChange_IsToldInOrder()
    {
        List<ModelChangeKind> seen = [];
        await using var host = new TestHost(static _ => { });
        host.Registry.Changed += (_, change) => seen.Add(change.Kind);
        host.Registry.Changed += static (_, _) => throw new InvalidOperationException("a handler that fails");
        await host.Registry.DefineAsync("m", static model => model.UsePredictor(static _ => Echo()), Token);
        await host.Registry.LoadAsync("m", Token);
        await host.Registry.UnloadAsync("m", Token);
        await host.Registry.RemoveAsync("m", Token);
        Assert.Equal(
            [ModelChangeKind.Defined, ModelChangeKind.Loaded, ModelChangeKind.Unloaded, ModelChangeKind.Removed], seen);
    }

    [Fact]
    public async Task ConcurrentChanges_OneName_AreSerialisedAndLeaveNothing()
    {
        var (alive, loading) = (0, 0);
        await using var host = new TestHost(static _ => { });
        await Parallel.ForAsync(0, 400, Token, async (i, token) =>
        {
            try
            {
                await ((i % 5) switch
                {
                    0 => host.Registry.LoadAsync("m", token),
                    1 => host.Registry.UnloadAsync("m", token),
                    2 => host.Registry.RemoveAsync("m", token),
                    _ => host.Registry.DefineAsync("m", model => model.UsePredictor(_ => NewCounted()), token),
                });
            }
            catch (InferenceException error) when (error.Code == InferenceErrorCode.NotFound)
            {
                // Removed by another before.
            }
        });
        await host.Registry.DefineAsync("m", model => model.UsePredictor(_ => NewCounted()), Token);
        host.Registry.Pin("m").Dispose();
        await host.Registry.RemoveAsync("m", Token);
        Assert.Equal(0, alive);

        DelegatePredictor NewCounted()
        {
            Interlocked.Increment(ref alive);
            return new DelegatePredictor(DelegatePredictor.EchoAsync)
            {
                OnLoad = async (_, _) =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref loading));
                    await Task.Yield();
                    Interlocked.Decrement(ref loading);
                },
                OnDispose = () => Interlocked.Decrement(ref alive),
            };
        }
    }

    private static DelegatePredictor Echo(Func<Task>? load = null) => new(DelegatePredictor.EchoAsync)
    {
        OnLoad = async (_, _) => await (load?.Invoke() ?? Task.CompletedTask),
    };

    private static InferenceErrorCode CodeOfPin(TestHost host, string model, string version = "") =>
        Assert.Throws<InferenceException>(() => host.Registry.Pin(model, version)).Code;
}
