namespace KServe;

/// <summary>Brings models into memory when they are called, and knows those that are not there.</summary>
/// <remarks>
/// The registry asks it, when it is registered in DI, for names of which the registry has no revision. Safe for
/// concurrent use. What makes requests wait for it is
/// <see cref="ModelRegistry.PinAsync(string, string, CancellationToken)"/>.
/// </remarks>
public interface IModelActivator
{
    /// <summary>Gets whether what is loaded at the start has been, well or not.</summary>
    bool IsStarted { get; }

    /// <summary>Tells whether it can bring a model into memory.</summary>
    /// <param name="modelName">The model.</param>
    /// <returns><see langword="true"/> when the name is one of its own.</returns>
    bool Contains(string modelName);

    /// <summary>Tells whether a request to a model that is not in memory would be answered.</summary>
    /// <param name="modelName">One of its own models.</param>
    /// <returns><see langword="false"/> while a failed load is remembered.</returns>
    bool CanActivate(string modelName);

    /// <summary>Gets the names and states of all its models, those in memory too.</summary>
    /// <returns>A new list in no order.</returns>
    IReadOnlyList<ModelStatus> GetIndex();

    /// <summary>Pins a model that is in memory under another name.</summary>
    /// <param name="modelName">A name that the registry does not know.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <param name="headers">The headers of the request; <see langword="null"/> when there are none.</param>
    /// <param name="lease">The lease.</param>
    /// <returns><see langword="false"/> when the model is not in memory.</returns>
    bool TryPin(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        out RevisionLease lease);

    /// <summary>Brings a model into memory and pins it.</summary>
    /// <param name="modelName">One of its own models.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <param name="headers">
    /// The headers of the request, by which canaries are chosen; <see langword="null"/> when there are none. They are
    /// the caller's until the task has ended.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the request is given up.</param>
    /// <returns>The lease.</returns>
    /// <exception cref="InferenceException">The model cannot be loaded, or too much waits already.</exception>
    ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken);

    /// <summary>Loads a model, anew if it is in memory.</summary>
    /// <param name="modelName">One of its own models.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>A task that ends when the model is ready.</returns>
    /// <exception cref="InferenceException">The model failed to load.</exception>
    Task LoadAsync(string modelName, CancellationToken cancellationToken);

    /// <summary>Takes a model out of memory after its running requests.</summary>
    /// <param name="modelName">One of its own models.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>A task that ends when its memory is free.</returns>
    Task UnloadAsync(string modelName, CancellationToken cancellationToken);
}
