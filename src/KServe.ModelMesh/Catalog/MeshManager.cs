namespace KServe.ModelMesh;

/// <summary>Registers models and aliases, and tells what became of them.</summary>
internal sealed class MeshManager(
    ModelRegistry registry,
    MeshCatalog catalog,
    LoadScheduler scheduler,
    MeshLoader loader,
    AliasSwitch aliases) : IModelMesh
{
    public long UsedBytes => scheduler.UsedBytes;

    public int ModelCount => catalog.ModelCount;

    public int LoadedCount => scheduler.LoadedCount;

    public void Register(string modelName, MeshModelOptions options, Action<ModelBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(options);
        List<string> errors = [];
        MeshModelRules.Validate(errors, modelName, modelName, options, configure is not null);
        if (errors.Count > 0)
        {
            throw InferenceException.InvalidArgument(string.Join(' ', errors));
        }

        MeshEntry? entry;
        do
        {
            if (!catalog.HasModel(modelName)
                && (registry.Contains(modelName) || catalog.TryGetAlias(modelName, out _)))
            {
                throw new InferenceException(
                    InferenceErrorCode.Conflict, $"{modelName} is the name of another model or of an alias.");
            }

            entry = catalog.GetOrAdd(modelName, options, configure);
            scheduler.Describe(entry, options, configure);
        }
        while (!catalog.TryGetModel(modelName, out var known) || known != entry);
    }

    public async Task<bool> UnregisterAsync(string modelName, CancellationToken cancellationToken = default)
    {
        if (!catalog.TryGetModel(modelName, out var entry))
        {
            return false;
        }

        await scheduler.UnregisterAsync(entry, cancellationToken);
        scheduler.IfUnregistered(entry, catalog.Remove);
        return true;
    }

    public MeshModelStatus GetStatus(string modelName) =>
        catalog.TryGetModel(modelName, out var entry) ? scheduler.GetStatus(entry) : default;

    public Task EnsureLoadedAsync(string modelName, CancellationToken cancellationToken = default) =>
        loader.LoadAsync(Resolve(modelName), again: false, cancellationToken);

    /// <summary>Loads a model if there is room for it beside those in memory.</summary>
    public async Task LoadIfRoomAsync(string modelName)
    {
        if (catalog.TryGetModel(modelName, out var entry) && scheduler.Load(entry, LoadReason.Eager) is { } load)
        {
            await load.Done;
        }
    }

    public Task UnloadAsync(string modelName, CancellationToken cancellationToken = default) =>
        scheduler.UnloadAsync(Resolve(modelName), cancellationToken);

    public Task SetAliasAsync(string alias, string modelName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(modelName);
        return ModelNames.GetError(alias) is { } error
            ? throw InferenceException.InvalidArgument(error)
            : registry.Contains(alias)
                ? throw new InferenceException(InferenceErrorCode.Conflict, $"{alias} is the name of a model.")
                : aliases.SetAsync(alias, modelName, cancellationToken);
    }

    public bool RemoveAlias(string alias) => catalog.RemoveAlias(alias);

    public MeshAliasStatus GetAlias(string alias)
    {
        if (!catalog.TryGetAlias(alias, out var known))
        {
            return new MeshAliasStatus(MeshAliasState.NotFound, Target: null, NextTarget: null, Error: null);
        }

        var state = known switch
        {
            { Error: not null } => MeshAliasState.TransitionFailed,
            { NextTarget: not null } => MeshAliasState.Transitioning,
            _ => MeshAliasState.Defined,
        };
        return new MeshAliasStatus(state, known.Target, known.NextTarget, known.Error);
    }

    private MeshEntry Resolve(string modelName) => catalog.TryResolve(modelName, out var entry)
        ? entry
        : throw InferenceException.NotFound($"Model with name {modelName} does not exist.");
}
