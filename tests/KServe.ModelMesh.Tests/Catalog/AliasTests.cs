using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Catalog;

public sealed class AliasTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetAliasAsync_New_LeadsToTheModelWithoutALoad()
    {
        await using var host = new MeshHost(models: 1);
        await host.Mesh.SetAliasAsync("live", "m0", Token);
        Assert.Equal(0, host.World.TotalLoads);
        await host.InferAsync("live");
        Assert.True(host.IsLoaded("m0"));
        Assert.True(host.Registry.TryPin("live", "", out var lease));
        lease.Dispose();
        Assert.Contains(host.Registry.GetIndex(), static status => status is { Name: "live", State: ModelState.Ready });
    }

    [Fact]
    public async Task SetAliasAsync_InUse_SwitchesWhenTheNewModelIsLoaded()
    {
        await using var host = new MeshHost(models: 2, static options => options.Aliases["live"] = "m0");
        await host.InferAsync("live");
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (_, _) => gate.Task;
        var switching = host.Mesh.SetAliasAsync("live", "m1", Token);
        await host.World.BeganAsync("m1");
        Assert.Equal(
            new MeshAliasStatus(MeshAliasState.Transitioning, "m0", "m1", Error: null), host.Mesh.GetAlias("live"));
        Assert.Equal("m0", await GetModelAsync(host));
        gate.SetResult();
        await switching;
        Assert.Equal(
            new MeshAliasStatus(MeshAliasState.Defined, "m1", NextTarget: null, Error: null),
            host.Mesh.GetAlias("live"));
        Assert.Equal("m1", await GetModelAsync(host));
    }

    [Fact]
    public async Task SetAliasAsync_NewModelFails_LeadsWhereItLed()
    {
        await using var host = new MeshHost(models: 2, static options => options.Aliases["live"] = "m0");
        await host.InferAsync("live");
        host.World.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("broken");
        await Assert.ThrowsAsync<InferenceException>(() => host.Mesh.SetAliasAsync("live", "m1", Token));
        Assert.Equal(
            new MeshAliasStatus(MeshAliasState.TransitionFailed, "m0", "m1", "broken"), host.Mesh.GetAlias("live"));
        Assert.Equal("m0", await GetModelAsync(host));
    }

    [Fact]
    public async Task SetAliasAsync_OldModelNotInMemory_SwitchesAtOnce()
    {
        await using var host = new MeshHost(models: 2, static options => options.Aliases["live"] = "m0");
        await host.Mesh.SetAliasAsync("live", "m1", Token);
        Assert.Equal(0, host.World.TotalLoads);
        Assert.Equal("m1", await GetModelAsync(host));
    }

    [Fact]
    public async Task SetAliasAsync_NoSuchModel_NotFound()
    {
        await using var host = new MeshHost(models: 1);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Mesh.SetAliasAsync("live", "no", Token));
        Assert.Equal(InferenceErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task SetAliasAsync_NameOfAModel_Conflict()
    {
        await using var host = new MeshHost(models: 2);
        var error = await Assert.ThrowsAsync<InferenceException>(() => host.Mesh.SetAliasAsync("m1", "m0", Token));
        Assert.Equal(InferenceErrorCode.Conflict, error.Code);
    }

    [Fact]
    public async Task RemoveAlias_Known_IsGone()
    {
        await using var host = new MeshHost(models: 1, static options => options.Aliases["live"] = "m0");
        Assert.True(host.Mesh.RemoveAlias("live"));
        Assert.False(host.Mesh.RemoveAlias("live"));
        Assert.Equal(MeshAliasState.NotFound, host.Mesh.GetAlias("live").State);
        await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("live", Token));
    }

    private static async Task<string> GetModelAsync(MeshHost host)
    {
        using var lease = await host.PinAsync("live", Token);
        return lease.Revision.ModelName;
    }
}
