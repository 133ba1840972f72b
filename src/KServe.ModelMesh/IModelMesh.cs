namespace KServe.ModelMesh;

/// <summary>Manages models that are in memory only while they are called.</summary>
/// <remarks>Safe for concurrent use. A singleton in DI, added by <c>AddModelMesh()</c>.</remarks>
public interface IModelMesh
{
    /// <summary>Gets the bytes that loaded, loading and leaving models hold.</summary>
    long UsedBytes { get; }

    /// <summary>Gets how many models are registered.</summary>
    int ModelCount { get; }

    /// <summary>Gets how many models are in memory.</summary>
    int LoadedCount { get; }

    /// <summary>Registers a model without loading it, or describes it anew.</summary>
    /// <remarks>
    /// Registering the same again does nothing. A model that is in memory and described anew serves as it is until the
    /// new one is loaded, and goes on when that fails.
    /// </remarks>
    /// <param name="modelName">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="options">Where it lies and what it needs.</param>
    /// <param name="configure">Sets options and parts of the model; runs at each load.</param>
    /// <exception cref="InferenceException">The name is not allowed or belongs to a model that is always served.
    /// </exception>
    void Register(string modelName, MeshModelOptions options, Action<ModelBuilder>? configure = null);

    /// <summary>Forgets a model: requests that wait for it are refused, those that run end.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the removal goes on.</param>
    /// <returns>A task that ends when its memory is free; <see langword="false"/> for a name that is unknown.</returns>
    Task<bool> UnregisterAsync(string modelName, CancellationToken cancellationToken = default);

    /// <summary>Gets the state of a model.</summary>
    /// <param name="modelName">The model.</param>
    /// <returns>The state at this moment.</returns>
    MeshModelStatus GetStatus(string modelName);

    /// <summary>Loads a model if it is not in memory, even if it failed a short time ago.</summary>
    /// <param name="modelName">A model or an alias.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>A task that ends when the model is in memory.</returns>
    /// <exception cref="InferenceException">There is no such model, or it failed to load.</exception>
    Task EnsureLoadedAsync(string modelName, CancellationToken cancellationToken = default);

    /// <summary>Takes a model out of memory after its running requests; the next request loads it again.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the unload goes on.</param>
    /// <returns>A task that ends when its memory is free.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    Task UnloadAsync(string modelName, CancellationToken cancellationToken = default);

    /// <summary>Lets a name lead to a model; an alias in use switches when the new model is loaded.</summary>
    /// <param name="alias">The name that clients call.</param>
    /// <param name="modelName">A registered model.</param>
    /// <param name="cancellationToken">Cancelled when the switch is given up.</param>
    /// <returns>A task that ends after the switch.</returns>
    /// <exception cref="InferenceException">There is no such model, the name is a model's, or the new model failed to
    /// load; the alias then leads where it led before.</exception>
    Task SetAliasAsync(string alias, string modelName, CancellationToken cancellationToken = default);

    /// <summary>Removes an alias; its model stays.</summary>
    /// <param name="alias">The alias.</param>
    /// <returns><see langword="false"/> when there was no such alias.</returns>
    bool RemoveAlias(string alias);

    /// <summary>Gets where an alias leads.</summary>
    /// <param name="alias">The alias.</param>
    /// <returns>The state at this moment.</returns>
    MeshAliasStatus GetAlias(string alias);
}
