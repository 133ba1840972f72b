namespace KServe;

/// <summary>Keeps models that are in memory while there is room for them, or while they are called.</summary>
/// <remarks>
/// The package <c>KServe.ModelMesh</c> registers one. Implementations are singletons, safe for concurrent calls;
/// changes of one model are the caller's to put in order.
/// </remarks>
public interface IOnDemandModels
{
    /// <summary>Takes a model in, or describes it anew, and loads it if there is room.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the load goes on.</param>
    /// <returns>What became of it. A load that failed is told there and not thrown.</returns>
    /// <exception cref="InferenceException">A value is wrong, or the name belongs to another model.</exception>
    Task<OnDemandModelStatus> ApplyAsync(OnDemandModel model, CancellationToken cancellationToken = default);

    /// <summary>Forgets a model: requests that wait for it are refused, those that run end.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the removal goes on.</param>
    /// <returns>A task that ends when its memory is free; <see langword="false"/> for an unknown name.</returns>
    Task<bool> RemoveAsync(string modelName, CancellationToken cancellationToken = default);
}
