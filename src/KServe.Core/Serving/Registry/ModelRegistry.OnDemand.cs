namespace KServe;

/// <content>Models that are not in memory until they are called.</content>
public sealed partial class ModelRegistry
{
    private readonly Lazy<IModelActivator?> _activator;

    /// <summary>Tells whether a name is a model's that this registry holds, loaded or not.</summary>
    /// <param name="modelName">The name.</param>
    /// <returns><see langword="false"/> for names that only an <see cref="IModelActivator"/> knows.</returns>
    public bool Contains(string modelName) => _models.ContainsKey(modelName);

    /// <summary>Pins a revision of a model for one request, if there is one.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest of the track that is ready.</param>
    /// <param name="lease">A lease that keeps the revision alive until it is disposed.</param>
    /// <returns><see langword="false"/> when the model does not exist or is not in memory.</returns>
    public bool TryPin(string modelName, string version, out RevisionLease lease) =>
        TryPin(modelName, version, headers: null, out lease);

    /// <summary>Pins a revision of a model for one request, if there is one.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest of the track that is ready.</param>
    /// <param name="headers">The headers of the request; <see langword="null"/> when there are none.</param>
    /// <param name="lease">A lease that keeps the revision alive until it is disposed.</param>
    /// <returns><see langword="false"/> when the model does not exist or is not in memory.</returns>
    public bool TryPin(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        out RevisionLease lease)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(version);
        return _models.TryGetValue(modelName, out var model)
            ? model.TryPin(version, headers, out lease)
            : TryPinUnknown(modelName, version, headers, out lease);
    }

    /// <summary>Pins a revision of a model for one request, after its load when it is loaded on demand.</summary>
    /// <remarks>Ends at once for a model that is in memory.</remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest of the track that is ready.</param>
    /// <param name="cancellationToken">Cancelled when the request is given up.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist, is not ready, or cannot be loaded.
    /// </exception>
    public ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version = "",
        CancellationToken cancellationToken = default) =>
        PinAsync(modelName, version, headers: null, cancellationToken);

    /// <summary>Pins a revision of a model for one request, after its load when it is loaded on demand.</summary>
    /// <remarks>Ends at once for a model that is in memory.</remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest of the track that is ready.</param>
    /// <param name="headers">The headers of the request; <see langword="null"/> when there are none.</param>
    /// <param name="cancellationToken">Cancelled when the request is given up.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist, is not ready, or cannot be loaded.
    /// </exception>
    public ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken) =>
        TryPin(modelName, version, headers, out var lease)
            ? new(lease)
            : CanActivate(modelName)
                ? _activator.Value!.PinAsync(modelName, version, headers, cancellationToken)
                : new(Pin(modelName, version, headers));

    /// <summary>Pins as <see cref="PinStable"/> does, after the load of a model that is loaded on demand.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist, is not ready, or cannot be loaded.
    /// </exception>
    public ValueTask<RevisionLease> PinStableAsync(
        string modelName,
        string version = "",
        CancellationToken cancellationToken = default) =>
        TryPinStable(modelName, version, out var lease)
            ? new(lease)
            : CanActivate(modelName)
                ? _activator.Value!.PinAsync(modelName, version, headers: null, cancellationToken)
                : new(PinStable(modelName, version));

    /// <summary>Removes a model unless a request uses it or a change of it is under way.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="removal">A task that ends when everything is disposed.</param>
    /// <returns><see langword="false"/> when the model stays, or does not exist.</returns>
    public bool TryRemoveIdle(string modelName, out Task removal)
    {
        removal = Task.CompletedTask;
        return _models.TryGetValue(modelName, out var model) && model.TryRemoveIdle(out removal);
    }

    /// <summary>Gets the models without which the server is not ready.</summary>
    internal IEnumerable<string> GetRequiredNames() => _models.Values
        .Where(model => model.IsWanted && !CanActivate(model.Name))
        .Select(static model => model.Name);

    /// <summary>Gets whether what is loaded on demand is ready for requests.</summary>
    internal bool IsActivatorStarted => _activator.Value?.IsStarted ?? true;

    private bool CanActivate(string modelName) => _activator.Value?.Contains(modelName) == true;

    private IReadOnlyList<ModelStatus> GetActivatorIndex() => _activator.Value?.GetIndex() ?? [];

    private bool TryPinStable(string modelName, string version, out RevisionLease lease)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(version);
        return _models.TryGetValue(modelName, out var model)
            ? model.TryPinStable(version, out lease)
            : TryPinUnknown(modelName, version, headers: null, out lease);
    }

    private bool TryPinUnknown(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        out RevisionLease lease)
    {
        lease = default;
        return _activator.Value is { } activator && activator.TryPin(modelName, version, headers, out lease);
    }
}
