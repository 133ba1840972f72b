using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Loading;

public sealed class BudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PinAsync_BudgetFull_TheLeastRecentlyUsedLeaves()
    {
        await using var host = new MeshHost(models: 4);
        await host.InferAsync("m0");
        await host.InferAsync("m1");
        await host.InferAsync("m2");
        await host.InferAsync("m0");
        await host.InferAsync("m3");
        Assert.True(host.IsLoaded("m0"));
        Assert.False(host.IsLoaded("m1"));
        Assert.True(host.IsLoaded("m2"));
        Assert.Equal(30, host.World.MaxResident);
    }

    [Fact]
    public async Task PinAsync_EverythingServes_WaitsUntilOneNoLongerDoes()
    {
        await using var host = new MeshHost(models: 4);
        var leases = new List<RevisionLease>();
        for (var i = 0; i < 3; i++)
        {
            leases.Add(await host.PinAsync($"m{i}", Token));
        }

        var waiting = host.PinAsync("m3", Token);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        Assert.Equal(3, host.Mesh.LoadedCount);
        leases[1].Dispose();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Dispose();
        Assert.False(host.IsLoaded("m1"));
        Assert.Equal(30, host.World.MaxResident);
        leases[0].Dispose();
        leases[2].Dispose();
    }

    [Fact]
    public async Task PinAsync_PinnedModels_AreNotEvicted()
    {
        await using var host = new MeshHost(models: 4, static options => options.Models["m0"].Pinned = true);
        for (var i = 0; i < 4; i++)
        {
            await host.InferAsync($"m{i}");
        }

        Assert.True(host.IsLoaded("m0"));
        Assert.False(host.IsLoaded("m1"));
    }

    [Fact]
    public async Task PinAsync_MinResidency_KeepsWhatHasJustCome()
    {
        await using var host = new MeshHost(
            models: 4, static options => options.MinResidency = TimeSpan.FromSeconds(10));
        await host.InferAsync("m0");
        host.Time.Advance(TimeSpan.FromSeconds(9));
        await host.InferAsync("m1");
        await host.InferAsync("m2");
        var waiting = host.PinAsync("m3", Token);
        Assert.Equal(3, host.Mesh.LoadedCount);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await waiting).Dispose();
        Assert.False(host.IsLoaded("m0"));
    }

    [Fact]
    public async Task IdleTimeout_NotUsedForSoLong_LeavesMemory()
    {
        await using var host = new MeshHost(models: 2, static options => options.IdleTimeout = TimeSpan.FromMinutes(4));
        await host.InferAsync("m0");
        host.Time.Advance(TimeSpan.FromMinutes(3));
        await host.InferAsync("m1");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Mesh.UnloadAsync("m0", Token);
        Assert.False(host.IsLoaded("m0"));
        Assert.True(host.IsLoaded("m1"));
        Assert.Equal(10, host.Mesh.UsedBytes);
    }

    [Fact]
    public async Task PinAsync_LargerThanReserved_OthersLeaveAtOnce()
    {
        await using var host = new MeshHost(models: 4);
        host.World.Sizes["m3"] = 25;
        for (var i = 0; i < 4; i++)
        {
            await host.InferAsync($"m{i}");
        }

        await host.Mesh.UnloadAsync("m1", Token);
        await host.Mesh.UnloadAsync("m2", Token);
        Assert.Equal(25, host.Mesh.UsedBytes);
        Assert.InRange(host.World.MaxResident, 31, 30 + 25);
        await host.Mesh.UnloadAsync("m3", Token);
        await host.InferAsync("m0");
        await host.InferAsync("m3");
        Assert.False(host.IsLoaded("m0"));
    }

    [Fact]
    public async Task PinAsync_LargerThanTheBudget_RefusedAndNotTriedAgain()
    {
        await using var host = new MeshHost(models: 2);
        host.World.Sizes["m0"] = 31;
        await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("m0", Token));
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("m0", Token));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Contains("31", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, host.World.GetLoads("m0"));
        await host.InferAsync("m1");
        Assert.Equal(10, host.Mesh.UsedBytes);
    }

    [Fact]
    public async Task PinAsync_UnknownSizesAndLittleRoom_OneAfterTheOther()
    {
        await using var host = new MeshHost(configure: static options => options.Budget = 25);
        foreach (var name in (string[])["a", "b"])
        {
            host.Mesh.Register(name, new MeshModelOptions(), model => host.World.Configure(name, model));
        }

        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var first = host.PinAsync("a", Token);
        var second = host.PinAsync("b", Token);
        await host.World.BeganAsync("a");
        Assert.Equal(0, host.World.GetLoads("b"));
        Assert.Equal(10, host.Mesh.UsedBytes);
        gate.SetResult();
        (await first).Dispose();
        (await second).Dispose();
    }

    [Theory]
    [InlineData(1000, 10, true)]
    [InlineData(1000, 400, false)]
    [InlineData(39, 10, false)]
    public async Task PinAsync_UnknownSizes_SideBySideWhileAllHaveRoomAtTwiceTheLargest(
        long budget, long largest, bool areSideBySide)
    {
        await using var host = new MeshHost(configure: options => options.Budget = budget);
        foreach (var name in (string[])["large", "a", "b"])
        {
            host.Mesh.Register(name, new MeshModelOptions(), model => host.World.Configure(name, model));
        }

        host.World.Sizes["large"] = largest;
        await host.InferAsync("large");
        await host.Mesh.UnloadAsync("large", Token);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var first = host.PinAsync("a", Token);
        var second = host.PinAsync("b", Token);
        Assert.Equal(areSideBySide ? 20 : 10, host.Mesh.UsedBytes);
        gate.SetResult();
        (await first).Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task PinAsync_AnUnknownSizeWaits_KnownOnesGoOn()
    {
        await using var host = new MeshHost(models: 1, static options => options.Budget = 35);
        foreach (var name in (string[])["a", "b"])
        {
            host.Mesh.Register(name, new MeshModelOptions(), model => host.World.Configure(name, model));
        }

        var gate = new TaskCompletionSource();
        host.World.OnLoad = (name, _) => name == "m0" ? Task.CompletedTask : gate.Task;
        var first = host.PinAsync("a", Token);
        var second = host.PinAsync("b", Token);
        (await host.PinAsync("m0", Token)).Dispose();
        Assert.Equal(0, host.World.GetLoads("b"));
        gate.SetResult();
        (await first).Dispose();
        (await second).Dispose();
        Assert.Equal(30, host.World.MaxResident);
    }

    [Fact]
    public async Task PinAsync_LargeModelFirstInLine_IsNotOvertaken()
    {
        await using var host = new MeshHost(models: 4);
        host.Mesh.Register("big", new MeshModelOptions { Size = 30 }, model => host.World.Configure("big", model));
        host.World.Sizes["big"] = 30;
        var held = await host.PinAsync("m0", Token);
        var big = host.PinAsync("big", Token);
        var small = host.PinAsync("m1", Token);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, host.World.GetLoads("m1"));
        held.Dispose();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await big).Dispose();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await small).Dispose();
        Assert.False(host.IsLoaded("big"));
    }

    [Fact]
    public async Task EnsureLoadedAsync_ManyAtOnce_NoMoreThanAllowedAtATime()
    {
        await using var host = new MeshHost(models: 20, static options =>
        {
            options.Budget = 1000;
            options.MaxConcurrentLoads = 3;
        });
        var running = 0;
        var most = 0;
        host.World.OnLoad = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.Mesh.EnsureLoadedAsync($"m{i}", Token)));
        Assert.InRange(most, 1, 3);
        Assert.Equal(20, host.Mesh.LoadedCount);
    }
}
