namespace KServe.ModelMesh;

/// <summary>Offers the mesh to packages that know only the core, such as the control plane.</summary>
internal sealed class OnDemandModels(ITrainedModels models) : IOnDemandModels
{
    public async Task<OnDemandModelStatus> ApplyAsync(
        OnDemandModel model,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var status = await models.ApplyAsync(
            new TrainedModelSpec(model.Name, model.Uri)
            {
                Framework = model.Format,
                Memory = model.Memory,
                InferenceService = model.Group,
                ServiceMemory = model.GroupMemory,
            },
            cancellationToken);
        return new OnDemandModelStatus(
            status.IsMemoryAvailable, status.Model.State == MeshModelState.Loaded, status.Model.Error);
    }

    public Task<bool> RemoveAsync(string modelName, CancellationToken cancellationToken = default) =>
        models.RemoveAsync(modelName, cancellationToken);
}
