namespace KServe.ModelMesh;

/// <summary>Answers the registry's questions about models that are not in memory.</summary>
internal sealed class MeshActivator(
    ModelRegistry registry,
    MeshCatalog catalog,
    LoadScheduler scheduler,
    MeshLoader loader,
    MeshStart start) : IModelActivator
{
    public bool IsStarted => start.IsCompleted;

    public bool Contains(string modelName) => catalog.TryResolve(modelName, out _);

    public bool CanActivate(string modelName) =>
        catalog.TryResolve(modelName, out var entry)
        && scheduler.GetStatus(entry).State is not (MeshModelState.LoadingFailed or MeshModelState.NotFound);

    public IReadOnlyList<ModelStatus> GetIndex() =>
    [
        .. catalog.Models.Where(static entry => !entry.IsUnregistered).Select(entry => GetStatus(entry.Name, entry)),
        .. catalog.Aliases
            .Select(alias => catalog.TryGetModel(alias.Value.Target, out var entry)
                ? GetStatus(alias.Key, entry)
                : new ModelStatus(alias.Key, "", ModelState.Unavailable, "its model does not exist")),
    ];

    public bool TryPin(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        out RevisionLease lease)
    {
        lease = default;
        return catalog.TryGetAlias(modelName, out var alias)
            && catalog.TryGetModel(alias.Target, out var entry)
            && registry.TryPin(entry.Name, version, headers, out lease);
    }

    public ValueTask<RevisionLease> PinAsync(
        string modelName,
        string version,
        IReadOnlyDictionary<string, string>? headers,
        CancellationToken cancellationToken)
    {
        var entry = Resolve(modelName);
        return registry.TryPin(entry.Name, version, headers, out var lease)
            ? new(lease)
            : new(loader.PinAsync(entry, version, headers, cancellationToken));
    }

    public Task LoadAsync(string modelName, CancellationToken cancellationToken) =>
        loader.LoadAsync(Resolve(modelName), again: true, cancellationToken);

    public Task UnloadAsync(string modelName, CancellationToken cancellationToken) =>
        scheduler.UnloadAsync(Resolve(modelName), cancellationToken);

    private MeshEntry Resolve(string modelName) => catalog.TryResolve(modelName, out var entry)
        ? entry
        : throw InferenceException.NotFound($"Model with name {modelName} does not exist.");

    private ModelStatus GetStatus(string name, MeshEntry entry)
    {
        var status = scheduler.GetStatus(entry);
        return status.State switch
        {
            MeshModelState.Loaded => new(name, "", ModelState.Ready, ""),
            MeshModelState.Loading => new(name, "", ModelState.Loading, ""),
            MeshModelState.LoadingFailed => new(name, "", ModelState.Unavailable, status.Error ?? "failed to load"),
            _ => new(name, "", ModelState.Unavailable, "not loaded"),
        };
    }
}
