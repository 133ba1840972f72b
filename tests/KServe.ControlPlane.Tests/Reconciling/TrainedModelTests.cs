using KServe.ControlPlane.Tests.Support;
using KServe.ModelMesh;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Reconciling;

public sealed class TrainedModelTests
{
    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];
    private static readonly double[] Class2 = [2];
    private static readonly ResourceKey Key = new("TrainedModel", "default", "model1-sklearn");

    [Fact]
    public async Task Apply_HostWithMesh_IsTheMeshsUntilDeleted()
    {
        await using var server = await TestServer.StartAsync(static kserve => kserve.AddModelMesh());
        var mesh = server.Get<IModelMesh>();
        var view = await server.ApplyAsync(Sample.Read("trained-models.yaml"));
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal(MeshModelState.Loaded, mesh.GetStatus("model1-sklearn").State);
        await mesh.UnloadAsync("model1-sklearn", TestContext.Current.CancellationToken);

        Assert.Equal(Class2, await Rows.V1Async(server, "model1-sklearn", Row));
        Assert.Equal(Class2, await Rows.V2Async(server, "model1-sklearn", Row));
        Assert.Equal(Class2, await Rows.GrpcAsync(server, "model1-sklearn", Row));
        Assert.Equal(MeshModelState.Loaded, mesh.GetStatus("model1-sklearn").State);

        // Said again it changes nothing; said otherwise it is described anew.
        await server.ApplyAsync(Sample.Read("trained-models.yaml"));
        Assert.Equal(MeshModelState.Loaded, mesh.GetStatus("model1-sklearn").State);

        Assert.True(server.Controller.Delete(Key));
        await Changes.SoonAsync(() => mesh.ModelCount == 0);
        Assert.Equal(MeshModelState.NotFound, mesh.GetStatus("model1-sklearn").State);
    }

    [Fact]
    public async Task Apply_MoreMemoryThanTheServiceHas_SaysSoAndServesNothing()
    {
        await using var server = await TestServer.StartAsync(static kserve => kserve.AddModelMesh());
        var view = await server.ApplyAsync(Sample.Read("trained-models.yaml")
            .Replace("256Mi", "2Gi", StringComparison.Ordinal));
        Assert.Equal("MemoryResourceNotAvailable", view.Ready!.Reason);
        Assert.Equal("MemoryResourceAvailable", view.Conditions[0].Type);
        Assert.Equal(MeshModelState.NotFound, server.Get<IModelMesh>().GetStatus("model1-sklearn").State);
    }

    [Fact]
    public async Task Apply_ModelThatDoesNotLoad_SaysWhy()
    {
        await using var server = await TestServer.StartAsync(static kserve => kserve.AddModelMesh());
        var view = await server.ApplyAsync(Sample.Read("trained-models.yaml")
            .Replace("gs://kfserving-examples/models/sklearn/1.0/model", "/no/such/model", StringComparison.Ordinal));
        Assert.Equal("ModelLoadFailed", view.Ready!.Reason);
    }

    [Fact]
    public async Task Delete_ServiceOfTheModel_ModelGoes()
    {
        await using var server = await TestServer.StartAsync(static kserve => kserve.AddModelMesh());
        await server.ApplyAsync(Sample.Read("trained-models.yaml"));
        server.Controller.Delete(new ResourceKey("InferenceService", "default", "sklearn-iris-example"));
        await server.UntilAsync(controller =>
            controller.Get(Key)!.Ready?.Reason == "InferenceServiceNotFound");
        var (status, _) = await server.PostAsync("/v1/models/model1-sklearn:predict", """{"instances":[[1]]}""");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task Apply_NameOfAnotherModel_SaysWhose()
    {
        await using var server = await TestServer.StartAsync(static kserve => kserve.AddModelMesh());
        await server.ApplyAsync(Sample.Read("sklearn.yaml"));
        var view = await server.ApplyAsync(Sample.Read("trained-models.yaml")
            .Replace("model1-sklearn", "sklearn-iris", StringComparison.Ordinal));
        Assert.Equal("ModelNameTaken", view.Ready!.Reason);
    }
}
