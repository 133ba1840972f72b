using KServe.ModelMesh;

namespace KServe.Docs.Snippets;

internal static class ManyModels
{
    public static void AddFolder(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe().AddModelMesh(mesh =>
        {
            mesh.Budget = 2L << 30;
            mesh.Repository = "/mnt/models";
        });
    }

    public static void AddInCode(WebApplicationBuilder builder)
    {
        builder.Services.AddKServe().AddModelMesh(mesh =>
        {
            mesh.Models["iris"] = new MeshModelOptions { Uri = "https://models.example.com/iris.tar.gz" };
            mesh.Models["base"] = new MeshModelOptions { Uri = "/models/base", Pinned = true };
            mesh.Add("mean", model => model.UsePredictor<MeanPredictor>(), size: 4096);
            mesh.Aliases["live"] = "iris";
            mesh.Preload.Add("base");
        });
    }

    public static async Task UseAsync(IModelMesh mesh, CancellationToken cancellationToken)
    {
        mesh.Register("iris-2", new MeshModelOptions { Uri = "/models/iris-2" });
        await mesh.SetAliasAsync("live", "iris-2", cancellationToken);
        var status = mesh.GetStatus("iris-2");
        await mesh.UnregisterAsync("iris", cancellationToken);
        Console.WriteLine($"{status.State}: {status.Bytes} bytes");
    }

    public static void Copies(ModelMeshOptions mesh)
    {
        mesh.Add(
            "mean",
            model => model.UseCopies<MeanPredictor>(copies => (copies.Max, copies.ScaleUpPerMinute) = (4, 600)),
            size: 64 << 20);
    }

    public static async Task TrainedModelsAsync(ITrainedModels models, CancellationToken cancellationToken)
    {
        var status = await models.ApplyAsync(
            new TrainedModelSpec("iris", "s3://models/iris")
            {
                InferenceService = "default/many",
                Framework = "sklearn",
                Memory = "100Mi",
                ServiceMemory = "2Gi",
            },
            cancellationToken);
        Console.WriteLine($"{status.IsMemoryAvailable} {status.Model.State} {status.Model.Error}");
        await models.RemoveAsync("iris", cancellationToken);
    }

    public static async Task InferAsync(
        ModelRegistry registry,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        using var lease = await registry.PinAsync("iris", cancellationToken: cancellationToken);
        using var response = await lease.Revision.InferAsync(request, cancellationToken);
    }
}
