using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Catalog;

public sealed class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnregisterAsync_RequestsWait_TheyAreToldThatItIsGone()
    {
        await using var host = new MeshHost(models: 2, static options => options.MaxConcurrentLoads = 1);
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var loading = host.PinAsync("m0", Token);
        await host.World.BeganAsync("m0");
        var queued = host.PinAsync("m1", Token);
        Assert.True(await host.Mesh.UnregisterAsync("m1", Token));
        var error = await Assert.ThrowsAsync<InferenceException>(() => queued);
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);

        var unregistering = host.Mesh.UnregisterAsync("m0", Token);
        gate.SetResult();
        await Assert.ThrowsAsync<InferenceException>(() => loading);
        Assert.True(await unregistering);
        Assert.False(await host.Mesh.UnregisterAsync("m0", Token));
        Assert.Equal(0, host.Mesh.ModelCount);
        Assert.Equal(0, host.Mesh.UsedBytes);
        Assert.Equal(0, host.World.Resident);
    }

    [Fact]
    public async Task UnregisterAsync_RequestRuns_WaitsForIt()
    {
        await using var host = new MeshHost(models: 1);
        var lease = await host.PinAsync("m0", Token);
        var unregistering = host.Mesh.UnregisterAsync("m0", Token);
        Assert.False(unregistering.IsCompleted);
        Assert.Equal(10, host.World.Resident);
        lease.Dispose();
        Assert.True(await unregistering);
        Assert.Equal(0, host.World.Resident);
    }

    [Fact]
    public async Task Register_AnewWhileLoaded_TheOldServesUntilTheNewIsLoaded()
    {
        await using var host = new MeshHost(models: 1);
        await host.InferAsync("m0");
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        host.Mesh.Register("m0", new MeshModelOptions { Size = 5 }, model => host.World.Configure("next", model));
        await host.World.BeganAsync("next");
        await host.InferAsync("m0");
        gate.SetResult();
        await host.Mesh.UnloadAsync("m0", Token);
        Assert.Equal(1, host.World.GetLoads("m0"));
        Assert.Equal(1, host.World.GetLoads("next"));
        Assert.Equal(0, host.Mesh.UsedBytes);
        Assert.Equal(0, host.World.Resident);
    }

    [Fact]
    public async Task Register_AnewButBroken_TheOldGoesOn()
    {
        await using var host = new MeshHost(models: 1);
        await host.InferAsync("m0");
        host.World.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("broken");
        host.Mesh.Register("m0", new MeshModelOptions { Size = 5 }, model => host.World.Configure("next", model));
        await Assert.ThrowsAsync<InferenceException>(() => host.Registry.LoadAsync("m0", Token));
        await host.InferAsync("m0");
        Assert.Equal(10, host.Mesh.UsedBytes);
        Assert.Equal(10, host.World.Resident);
    }

    [Fact]
    public async Task Register_WhileItIsBeingUnregistered_Lives()
    {
        await using var host = new MeshHost(models: 1);
        var lease = await host.PinAsync("m0", Token);
        var unregistering = host.Mesh.UnregisterAsync("m0", Token);
        host.Mesh.Register("m0", new MeshModelOptions { Size = 5 }, model => host.World.Configure("m0", model));
        lease.Dispose();
        await unregistering;
        await host.InferAsync("m0");
        Assert.Equal(2, host.World.GetLoads("m0"));
    }

    [Fact]
    public async Task Register_Same_DoesNothing()
    {
        await using var host = new MeshHost();
        Action<ModelBuilder> configure = model => host.World.Configure("a", model);
        host.Mesh.Register("a", new MeshModelOptions { Size = 10 }, configure);
        await host.InferAsync("a");
        host.Mesh.Register("a", new MeshModelOptions { Size = 10 }, configure);
        await host.InferAsync("a");
        Assert.Equal(1, host.World.GetLoads("a"));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("")]
    public async Task Register_BadName_Refused(string name)
    {
        await using var host = new MeshHost();
        var error = Assert.Throws<InferenceException>(
            () => host.Mesh.Register(name, new MeshModelOptions { Uri = "/models/a" }));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task Register_NameOfAModelThatIsAlwaysServed_Conflict()
    {
        await using var host = new MeshHost();
        await host.Registry.DefineAsync("a", model => host.World.Configure("a", model), Token);
        var error = Assert.Throws<InferenceException>(
            () => host.Mesh.Register("a", new MeshModelOptions { Uri = "/models/a" }));
        Assert.Equal(InferenceErrorCode.Conflict, error.Code);
    }

    [Fact]
    public async Task RegistryUnload_Loaded_LeavesMemoryAndComesBackWhenCalled()
    {
        await using var host = new MeshHost(models: 1);
        await host.InferAsync("m0");
        await host.Registry.UnloadAsync("m0", Token);
        Assert.Equal(0, host.Mesh.UsedBytes);
        Assert.Equal(0, host.World.Resident);
        await host.InferAsync("m0");
        Assert.Equal(2, host.World.GetLoads("m0"));
    }

    [Fact]
    public async Task RegistryRemove_Loaded_TheBooksFollow()
    {
        await using var host = new MeshHost(models: 1);
        await host.InferAsync("m0");
        await host.Registry.RemoveAsync("m0", Token);
        await host.InferAsync("m0");
        Assert.Equal(2, host.World.GetLoads("m0"));
        Assert.Equal(10, host.Mesh.UsedBytes);
        Assert.Equal(1, host.Mesh.LoadedCount);
    }

    [Fact]
    public async Task RegistryLoad_Loaded_LoadsAnewBesideTheOld()
    {
        await using var host = new MeshHost(models: 3);
        await host.InferAsync("m0");
        using (await host.PinAsync("m0", Token))
        {
            await host.Registry.LoadAsync("m0", Token);
            Assert.Equal(20, host.Mesh.UsedBytes);
        }

        Assert.Equal(2, host.World.GetLoads("m0"));
        await host.Mesh.UnregisterAsync("m0", Token);
        Assert.Equal(0, host.Mesh.UsedBytes);
        Assert.Equal(0, host.World.Resident);
    }
}
