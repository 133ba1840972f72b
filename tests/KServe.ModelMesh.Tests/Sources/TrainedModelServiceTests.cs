using KServe.ModelMesh.Tests.Fakes;

namespace KServe.ModelMesh.Tests.Sources;

/// <summary>TrainedModels as resources, which a control plane hands over one by one.</summary>
public sealed class TrainedModelServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_NewThenChangedThenRemoved_LoadedAnewAndGone()
    {
        await using var host = new MeshHost(configure: static options => options.Budget = 1000);
        var models = new TrainedModelService(host.Mesh);
        var status = await models.ApplyAsync(NewModel("a", "100"), Token);
        Assert.True(status.IsMemoryAvailable);
        Assert.Equal(MeshModelState.Loaded, status.Model.State);
        await models.ApplyAsync(NewModel("a", "100"), Token);
        Assert.Equal(1, host.World.GetLoads("a"));
        status = await models.ApplyAsync(NewModel("a", "100") with { StorageUri = "/models/a2" }, Token);
        Assert.Equal(MeshModelState.Loaded, status.Model.State);
        Assert.Equal(1, host.World.GetLoads("a2"));
        Assert.True(await models.RemoveAsync("a", Token));
        Assert.False(await models.RemoveAsync("a", Token));
        Assert.Equal((0L, 0L), (host.Mesh.UsedBytes, host.World.Resident));
    }

    [Fact]
    public async Task Apply_MoreThanTheServiceHas_IsRefusedAndTheOldStays()
    {
        await using var host = new MeshHost(configure: static options => options.Budget = 10_000);
        var models = new TrainedModelService(host.Mesh);
        Assert.True((await models.ApplyAsync(NewModel("a", "600"), Token)).IsMemoryAvailable);
        Assert.False((await models.ApplyAsync(NewModel("b", "401"), Token)).IsMemoryAvailable);
        Assert.Equal(MeshModelState.NotFound, host.Mesh.GetStatus("b").State);
        Assert.True((await models.ApplyAsync(NewModel("b", "400"), Token)).IsMemoryAvailable);
        Assert.False((await models.ApplyAsync(NewModel("a", "601"), Token)).IsMemoryAvailable);
        Assert.True(host.IsLoaded("a"));

        // Another service has memory of its own, and what is removed is free again.
        var other = NewModel("c", "1000") with { InferenceService = "other" };
        Assert.True((await models.ApplyAsync(other, Token)).IsMemoryAvailable);
        await models.RemoveAsync("b", Token);
        Assert.True((await models.ApplyAsync(NewModel("a", "1000"), Token)).IsMemoryAvailable);
    }

    [Fact]
    public async Task Apply_NoRoomInMemory_WaitsToBeCalled()
    {
        await using var host = new MeshHost();
        var models = new TrainedModelService(host.Mesh);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await models.ApplyAsync(NewModel(name, "10"), Token);
        }

        var status = await models.ApplyAsync(NewModel("d", "10"), Token);
        Assert.Equal(MeshModelState.NotLoaded, status.Model.State);
        await host.InferAsync("d");
        Assert.False(host.IsLoaded("a"));
    }

    [Fact]
    public async Task Apply_LoadFails_SaysWhy()
    {
        await using var host = new MeshHost(configure: static options => options.Budget = 1000);
        host.World.OnLoad = static (_, _) => throw InferenceException.InvalidArgument("model.bst: damaged");
        var status = await new TrainedModelService(host.Mesh).ApplyAsync(NewModel("a", "10"), Token);
        Assert.Equal(MeshModelState.LoadingFailed, status.Model.State);
        Assert.Contains("damaged", status.Model.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_MuchIsWrong_AllOfItIsNamed()
    {
        await using var host = new MeshHost();
        var error = await Assert.ThrowsAsync<InferenceException>(() => new TrainedModelService(host.Mesh).ApplyAsync(
            new TrainedModelSpec("../a", "") { Memory = "lots", ServiceMemory = "0" }, Token));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        foreach (var expected in (string[])["name: ", "storageUri is missing", "got 'lots'", "got '0'"])
        {
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    private static TrainedModelSpec NewModel(string name, string memory) => new(name, $"/models/{name}")
    {
        Framework = "world",
        Memory = memory,
        InferenceService = "default/many",
        ServiceMemory = "1k",
    };
}
