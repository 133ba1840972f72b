namespace KServe.ModelMesh;

/// <summary>Offers the mesh to packages that know only the core, such as the control plane.</summary>
internal sealed class OnDemandModels(IModelMesh mesh) : IOnDemandModels
{
    public void Register(string modelName, string uri, string? format, long? size) =>
        mesh.Register(modelName, new MeshModelOptions { Uri = uri, Format = format, Size = size });

    public Task<bool> UnregisterAsync(string modelName, CancellationToken cancellationToken = default) =>
        mesh.UnregisterAsync(modelName, cancellationToken);
}
