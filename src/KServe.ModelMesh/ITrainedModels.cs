namespace KServe.ModelMesh;

/// <summary>Serves the models of TrainedModel resources, as KServe's controller and agent do on a cluster.</summary>
/// <remarks>
/// Safe for concurrent use; changes of one model are the caller's to put in order. A singleton in DI, added by
/// <c>AddModelMesh()</c>. For whoever reads resources; a file <c>models.json</c> needs
/// <see cref="ModelMeshOptions.ConfigFile"/> alone.
/// </remarks>
public interface ITrainedModels
{
    /// <summary>Registers a model and loads it if there is room; a changed one is loaded beside the old.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the load goes on.</param>
    /// <returns>The state after the load. A load that failed is told there and not thrown.</returns>
    /// <exception cref="InferenceException">
    /// The description is wrong, in all points that are named, or the name belongs to a model that is always served.
    /// </exception>
    Task<TrainedModelStatus> ApplyAsync(TrainedModelSpec model, CancellationToken cancellationToken = default);

    /// <summary>Unloads and forgets a model.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the removal goes on.</param>
    /// <returns>A task that ends when its memory is free; <see langword="false"/> for a name that is unknown.</returns>
    Task<bool> RemoveAsync(string modelName, CancellationToken cancellationToken = default);
}
