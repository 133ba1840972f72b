using KServe.ModelMesh.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.ModelMesh.Tests.Sources;

public sealed class SourceFollowerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_ModelsAppear_LoadedAsFarAsThereIsRoom()
    {
        await using var host = new MeshHost();
        var follower = NewFollower(host, new ListSource { Models = List("a", "b", "c", "d") });
        follower.Follow();
        await follower.Done;
        Assert.Equal(4, host.Mesh.ModelCount);
        Assert.Equal(3, host.World.TotalLoads);
        await host.InferAsync("d");
        Assert.Equal(30, host.World.MaxResident);
    }

    [Fact]
    public async Task Follow_SizesUnknown_LoadedOneAfterTheOtherAsFarAsThereIsRoom()
    {
        await using var host = new MeshHost(configure: static options => options.Budget = 25);
        var models = List("a", "b", "c");
        foreach (var model in models.Values)
        {
            model.Size = null;
        }

        var follower = NewFollower(host, new ListSource { Models = models });
        follower.Follow();
        await follower.Done;
        Assert.Equal(2, host.World.TotalLoads);
        Assert.Equal(20, host.World.MaxResident);
    }

    [Fact]
    public async Task Follow_ModelsChangeAndLeave_LoadedAnewAndGone()
    {
        await using var host = new MeshHost();
        var source = new ListSource { Models = List("a", "b") };
        var follower = NewFollower(host, source);
        follower.Follow();
        await follower.Done;
        source.Models = new(StringComparer.Ordinal) { ["a"] = new() { Uri = "/models/a2", Size = 10 } };
        follower.Follow();
        await follower.Done;
        Assert.Equal(1, host.World.GetLoads("a2"));
        Assert.Equal(1, host.Mesh.ModelCount);
        await Assert.ThrowsAsync<InferenceException>(() => host.PinAsync("b", Token));
        await host.Mesh.UnloadAsync("a", Token);
        Assert.Equal(0, host.World.Resident);
    }

    [Fact]
    public async Task Follow_AddRemoveAddWhileTheFirstLoads_InThisOrder()
    {
        await using var host = new MeshHost();
        var gate = new TaskCompletionSource();
        host.World.OnLoad = (name, _) => name == "a" ? gate.Task : Task.CompletedTask;
        var source = new ListSource { Models = List("a") };
        var follower = NewFollower(host, source);
        follower.Follow();
        await host.World.BeganAsync("a");
        source.Models = List("b");
        follower.Follow();
        source.Models = List("a", "b");
        follower.Follow();

        // Other models do not wait for the one that loads.
        await host.World.BeganAsync("b");
        Assert.Equal(1, host.World.GetLoads("a"));
        gate.SetResult();
        await follower.Done;
        await host.InferAsync("a");
        Assert.Equal(2, host.Mesh.ModelCount);
    }

    [Fact]
    public async Task Follow_SourceFails_WhatIsKnownStays()
    {
        await using var host = new MeshHost();
        var source = new ListSource { Models = List("a") };
        var follower = NewFollower(host, source);
        follower.Follow();
        source.Failure = new InvalidDataException("models.json: not valid JSON");
        follower.Follow();
        await follower.Done;
        await host.InferAsync("a");
        source.Failure = null;
        source.Models = List("b");
        follower.Follow();
        await follower.Done;
        Assert.Equal(1, host.Mesh.ModelCount);
    }

    [Fact]
    public async Task ConfigFileSource_FileIsReplaced_ReadOnceEachTime()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "[]", Token);
            var source = new ConfigFileSource(path);
            Assert.Empty(source.Read()!);
            Assert.Null(source.Read());
            await File.WriteAllTextAsync(
                path, """[{"modelName":"a","modelSpec":{"storageUri":"/models/a"}}]""", Token);
            Assert.Equal(["a"], source.Read()!.Keys);
            Assert.Null(source.Read());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void FolderSource_SubFolders_AreModels()
    {
        var root = Directory.CreateTempSubdirectory();
        try
        {
            root.CreateSubdirectory("iris");
            root.CreateSubdirectory(".hidden");
            File.WriteAllText(Path.Combine(root.FullName, "file"), "");
            var models = new FolderSource(root.FullName).Read()!;
            Assert.Equal(Path.Combine(root.FullName, "iris"), Assert.Single(models).Value.Uri);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static SourceFollower NewFollower(MeshHost host, IMeshSource source) =>
        new(source, host.Mesh, NullLogger.Instance);

    private static Dictionary<string, MeshModelOptions> List(params string[] names) => names.ToDictionary(
        static name => name,
        static name => new MeshModelOptions { Uri = $"/models/{name}", Size = 10 },
        StringComparer.Ordinal);
}
