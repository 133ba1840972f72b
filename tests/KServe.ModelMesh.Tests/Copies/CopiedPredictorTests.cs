using KServe.ModelMesh.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ModelMesh.Tests.Copies;

/// <summary>Copies of a predictor that serves one request at a time, within the budget of the mesh.</summary>
public sealed class CopiedPredictorTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_EveryCopyBusy_OneMoreComesAndLeavesWhenItIsQuiet()
    {
        await using var host = NewHost();
        var requests = await BeginAsync(host, 2);
        Assert.Equal(10, host.Mesh.UsedBytes);
        host.Time.Advance(Interval);
        await WaitForAsync(() => host.World.Instances == 2);
        Assert.Equal(20, host.Mesh.UsedBytes);
        _gate.SetResult();
        await requests;

        // Not at once: the load may come back.
        await AdvanceAsync(host, 5);
        Assert.Equal(2, host.World.Instances);
        await AdvanceUntilAsync(host, () => host.World.Instances == 1);
        await WaitForAsync(() => host.Mesh.UsedBytes == 10);
        await host.InferAsync("one");
        await host.Mesh.UnloadAsync("one", Token);
        Assert.Equal((0L, 0L, 0), (host.Mesh.UsedBytes, host.World.Resident, host.World.Instances));
    }

    [Fact]
    public async Task Infer_NoRoomForACopy_RequestsWaitAndOthersStay()
    {
        await using var host = NewHost(models: 2);
        await host.InferAsync("m0");
        await host.InferAsync("m1");
        var requests = await BeginAsync(host, 2);
        await AdvanceAsync(host, 3);
        Assert.Equal(3, host.World.Instances);
        Assert.Equal(30, host.Mesh.UsedBytes);
        _gate.SetResult();
        await requests;
        Assert.True(host.IsLoaded("m0"));
        Assert.True(host.IsLoaded("m1"));
        Assert.Equal(30, host.World.MaxResident);
    }

    [Fact]
    public async Task Check_MemoryIsNeeded_ACopyThatIsNotBusyLeavesAtOnce()
    {
        await using var host = NewHost(models: 1);
        var requests = await BeginAsync(host, 2);
        host.Time.Advance(Interval);
        await WaitForAsync(() => host.World.Instances == 2);
        _gate.SetResult();
        await requests;
        await host.InferAsync("m0");
        Assert.Equal(30, host.Mesh.UsedBytes);
        await AdvanceAsync(host, 3);
        await WaitForAsync(() => host.Mesh.UsedBytes == 20);
        Assert.True(host.IsLoaded("one"));
        Assert.True(host.IsLoaded("m0"));
    }

    [Fact]
    public async Task Unload_WithCopies_AllBytesAreFreeAgain()
    {
        await using var host = NewHost();
        var requests = await BeginAsync(host, 3);
        host.Time.Advance(Interval);
        await WaitForAsync(() => host.World.Instances == 2);
        _gate.SetResult();
        await requests;
        await host.Registry.LoadAsync("one", Token);
        await WaitForAsync(() => host.Mesh.UsedBytes == 10);
        await host.Mesh.UnloadAsync("one", Token);
        Assert.Equal((0L, 0L, 0), (host.Mesh.UsedBytes, host.World.Resident, host.World.Instances));
    }

    [Fact]
    public async Task Infer_ACopyFailsToLoad_TheOthersGoOn()
    {
        await using var host = NewHost();
        var requests = await BeginAsync(host, 2);
        host.World.OnLoad = static (_, _) => throw new InvalidOperationException("no more");
        host.Time.Advance(Interval);
        await WaitForAsync(() => host.World.GetLoads("one") == 2);
        _gate.SetResult();
        await requests;
        await WaitForAsync(() => host.Mesh.UsedBytes == 10);
        Assert.Equal(1, host.World.Instances);
    }

    private MeshHost NewHost(int models = 0)
    {
        var host = new MeshHost(models);
        host.Mesh.Register(
            "one",
            new MeshModelOptions { Size = 10 },
            model => model.UseCopies(
                _ => new SinglePredictor(host.World, "one", WorkAsync), static copies => copies.Max = 2));
        return host;
    }

    private Task WorkAsync()
    {
        _began.TrySetResult();
        return _gate.Task;
    }

    /// <summary>Begins requests: one runs in the only copy, the others wait for it.</summary>
    private async Task<Task> BeginAsync(MeshHost host, int count)
    {
        List<Task> requests = [InferAsync(host)];
        await _began.Task;
        requests.AddRange(Enumerable.Range(1, count - 1).Select(_ => InferAsync(host)));
        return Task.WhenAll(requests);
    }

    private static async Task InferAsync(MeshHost host)
    {
        using var lease = await host.PinAsync("one", Token);
        using var request = new InferRequest("one");
        request.Inputs.Add(InferTensor.Create<float>("x", [1], 1));
        using var response = await lease.Revision.InferAsync(request, Token);
    }

    private static async Task AdvanceAsync(MeshHost host, int intervals)
    {
        for (var i = 0; i < intervals; i++)
        {
            host.Time.Advance(Interval);
            await Task.Yield();
        }
    }

    private static async Task AdvanceUntilAsync(MeshHost host, Func<bool> condition)
    {
        while (!condition())
        {
            await AdvanceAsync(host, 1);
        }
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
