using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Knows every model of the host: its versions, states and current revisions.</summary>
/// <remarks>Safe for concurrent use. A singleton in DI.</remarks>
public sealed partial class ModelRegistry : IAsyncDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly DefinitionFactory _definitions;
    private readonly ServedModelServices _shared;
    private readonly string? _repository;

    internal ModelRegistry(
        IOptions<KServeOptions> options,
        DefinitionFactory definitions,
        Lazy<IModelActivator?> activator,
        ServedModelServices shared)
    {
        _activator = activator;
        _definitions = definitions;
        _shared = shared;
        Rollouts = new ModelRollouts(this, definitions);
        _repository = options.Value.ModelRepository;
        foreach (var versions in ModelDefinition.All(options.Value)
            .GroupBy(static definition => definition.Name, StringComparer.Ordinal))
        {
            _models[versions.Key] = NewModel(versions.Key, [.. versions]);
        }
    }

    /// <summary>Happens after a model was defined, loaded, unloaded or removed, or failed to be.</summary>
    /// <remarks>
    /// Raised on the thread of the change, changes of one model in their order. A handler returns soon and does not
    /// wait for a change of the same model, which begins when all handlers have returned.
    /// </remarks>
    public event EventHandler<ModelChangedEventArgs>? Changed;

    /// <summary>Gets what changes the traffic of canaries.</summary>
    public ModelRollouts Rollouts { get; }

    /// <summary>Gets the further names by which OpenAI's clients may call models.</summary>
    public ServedModelNames ServedNames { get; } = new();

    /// <summary>Gets the names of all models that are, were meant to be or can be loaded, sorted.</summary>
    /// <returns>A new list.</returns>
    public IReadOnlyList<string> GetModelNames() =>
    [
        .. _models.Values
            .Where(static model => model.IsWanted)
            .Select(static model => model.Name)
            .Union(GetActivatorIndex().Select(static status => status.Name), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Gets the versions of a model, highest first.</summary>
    /// <param name="modelName">The model.</param>
    /// <returns>A new list.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public IReadOnlyList<string> GetVersions(string modelName) =>
    [
        .. GetModel(modelName).Versions
            .Select(static version => version.Version)
            .Distinct(StringComparer.Ordinal)
            .OrderDescending(Comparer<string>.Create(ModelNames.CompareVersions)),
    ];

    /// <summary>Gets the state of every version of every model, sorted by name.</summary>
    /// <returns>A new list; models of the repository folder that are not loaded appear as unavailable.</returns>
    public IReadOnlyList<ModelStatus> GetIndex()
    {
        List<ModelStatus> index = [];
        foreach (var model in _models.Values)
        {
            var versions = model.Versions.ToList();
            index.AddRange(versions.Select(version =>
                new ModelStatus(model.Name, version.Version, version.State, version.Reason)));
            if (versions.Count == 0)
            {
                index.Add(new ModelStatus(model.Name, "", ModelState.Unavailable, ""));
            }
        }

        index.AddRange(GetActivatorIndex().Where(status => !_models.ContainsKey(status.Name)));
        index.AddRange(GetRepositoryNames()
            .Where(name => !_models.ContainsKey(name))
            .Select(static name => new ModelStatus(name, "", ModelState.Unavailable, "")));
        index.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return index;
    }

    /// <summary>Pins a revision of a model for one request.</summary>
    /// <remarks>
    /// While the model has canaries, the request goes to one of its tracks: the one that a header asks for, the one
    /// that belongs to the value of the model's sticky header, or the one whose turn it is. A request for a version
    /// goes to that version.
    /// </remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest of the track that is ready.</param>
    /// <param name="headers">The headers of the request; <see langword="null"/> when there are none.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist or is not ready.</exception>
    public RevisionLease Pin(
        string modelName,
        string version = "",
        IReadOnlyDictionary<string, string>? headers = null)
    {
        if (TryPin(modelName, version, headers, out var lease))
        {
            return lease;
        }

        throw NotPinned(modelName, version);
    }

    /// <summary>Pins the stable revision of a model, or one of its versions, whatever canaries there are.</summary>
    /// <remarks>For whoever asks about the model: it takes no canary's turn.</remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist or is not ready.</exception>
    public RevisionLease PinStable(string modelName, string version = "") =>
        TryPinStable(modelName, version, out var lease) ? lease : throw NotPinned(modelName, version);

    /// <summary>Tells whether a model can answer, and asks its predictor.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <param name="cancellationToken">Cancelled when the answer is no longer wanted.</param>
    /// <returns>
    /// <see langword="true"/> when it is loaded and healthy, or can be loaded by an <see cref="IModelActivator"/>.
    /// </returns>
    /// <exception cref="InferenceException">The model or version does not exist.</exception>
    public async ValueTask<bool> IsReadyAsync(
        string modelName,
        string version = "",
        CancellationToken cancellationToken = default)
    {
        if (!TryPinStable(modelName, version, out var lease) && CanActivate(modelName))
        {
            return _activator.Value!.CanActivate(modelName);
        }

        try
        {
            using var pinned = lease == default ? PinStable(modelName, version) : lease;
            return await pinned.Revision.IsHealthyAsync(cancellationToken);
        }
        catch (InferenceException error) when (error.Code == InferenceErrorCode.Unavailable)
        {
            return false;
        }
    }

    /// <summary>Loads a model, anew if it is loaded: the old revision serves until the new one is ready.</summary>
    /// <param name="modelName">A model that is defined, or a sub-folder of the model repository.</param>
    /// <param name="cancellationToken">Cancelled when the load is given up.</param>
    /// <returns>A task that ends when the model is ready.</returns>
    /// <exception cref="InferenceException">There is no such model, or it failed to load.</exception>
    public Task LoadAsync(string modelName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        if (ModelNames.GetError(modelName) is { } error)
        {
            throw InferenceException.InvalidArgument(error);
        }

        if (CanActivate(modelName))
        {
            return _activator.Value!.LoadAsync(modelName, cancellationToken);
        }

        return ChangeAsync(
            GetOrAddFromRepository, modelName, static (model, token) => model.LoadAsync(token), cancellationToken);
    }

    /// <summary>Defines a model, or defines it anew: the old revision serves until the new one is ready.</summary>
    /// <remarks>
    /// The definition is checked as those of the start are. When it is wrong or its revision fails to load, the old
    /// definition and revision go on; a model that had none does not come to be. Changes of one model wait for each
    /// other, changes of different models do not.
    /// </remarks>
    /// <param name="modelName">The name that clients call; see <see cref="ModelNames"/>.</param>
    /// <param name="configure">Says where the model lies or who predicts, and sets options and parts.</param>
    /// <param name="cancellationToken">Cancelled when the definition is given up.</param>
    /// <returns>A task that ends when the new revision serves.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The definition is wrong; all errors
    /// are named.</exception>
    /// <exception cref="InferenceException">The new revision failed to load.</exception>
    public Task DefineAsync(
        string modelName,
        Action<ModelBuilder> configure,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        ArgumentNullException.ThrowIfNull(configure);
        var definition = _definitions.Create(modelName, configure);
        return ChangeAsync(
            GetOrAdd, modelName, (model, token) => model.DefineAsync([definition], token), cancellationToken);
    }

    /// <summary>Removes a model: no new requests at once, and after the running ones all of it is gone.</summary>
    /// <remarks>Index, statistics and series of metrics go too. A folder in the model repository stays.</remarks>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the removal goes on.</param>
    /// <returns>A task that ends when everything is disposed.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public async Task RemoveAsync(string modelName, CancellationToken cancellationToken = default)
    {
        var model = GetModel(modelName);
        if (!await model.RemoveAsync(cancellationToken))
        {
            throw NotFound(modelName);
        }
    }

    /// <summary>Unloads all versions of a model after their running requests.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the unload goes on.</param>
    /// <returns>A task that ends when everything is disposed.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public Task UnloadAsync(string modelName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        if (CanActivate(modelName))
        {
            return _activator.Value!.UnloadAsync(modelName, cancellationToken);
        }

        GetModel(modelName);
        return ChangeAsync(
            GetModel, modelName, static (model, token) => model.UnloadAsync(token), cancellationToken);
    }

    /// <summary>Unloads every model after its running requests, for which it waits 10 seconds at most.</summary>
    /// <returns>A task that ends when everything is disposed.</returns>
    public async ValueTask DisposeAsync()
    {
        var unloading = Task.WhenAll(_models.Values.Select(static model => model.UnloadAsync(CancellationToken.None)));
        try
        {
            await unloading.WaitAsync(DisposeTimeout, _shared.Time);
        }
        catch (TimeoutException)
        {
            // A predictor that ignores cancellation must not keep the process from ending.
            RegistryLog.DisposeTimedOut(_shared.Logger, DisposeTimeout);
            return;
        }

        foreach (var model in _models.Values)
        {
            model.Dispose();
        }
    }

    /// <summary>Marks every model that the start loads, so that the server is not ready before they are.</summary>
    internal IReadOnlyList<string> WantAll()
    {
        foreach (var model in _models.Values)
        {
            model.Want();
        }

        return [.. _models.Keys.Union(GetRepositoryNames(), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    internal ServedModel GetModel(string modelName)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        return _models.TryGetValue(modelName, out var model) ? model : throw NotFound(modelName);
    }

    private InferenceException NotPinned(string modelName, string version)
    {
        if (!_models.TryGetValue(modelName, out var model) || model.IsRemoved)
        {
            return CanActivate(modelName) ? NotReady(modelName) : NotFound(modelName);
        }

        return model.HasVersion(version)
            ? NotReady(modelName)
            : InferenceException.NotFound($"Model with name {modelName} has no such version.");
    }

    private ServedModel GetOrAdd(string modelName) =>
        _models.GetOrAdd(modelName, static (name, registry) => registry.NewModel(name, []), this);

    private ServedModel GetOrAddFromRepository(string modelName)
    {
        if (_models.TryGetValue(modelName, out var model))
        {
            return model;
        }

        if (!GetRepositoryNames().Contains(modelName, StringComparer.Ordinal))
        {
            throw NotFound(modelName);
        }

        var options = new ModelOptions { Uri = Path.Combine(_repository!, modelName) };
        return _models.GetOrAdd(modelName, NewModel(modelName, [new ModelDefinition(modelName, options)]));
    }

    private ServedModel NewModel(string name, IReadOnlyList<ModelDefinition> definitions) =>
        new(name, definitions, _shared, OnChanged);

    /// <summary>Changes a model; one that was removed while the change waited is looked up anew.</summary>
    internal static async Task ChangeAsync(
        Func<string, ServedModel> find,
        string modelName,
        Func<ServedModel, CancellationToken, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        while (!await change(find(modelName), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void OnChanged(ServedModel model, ModelChangeKind kind)
    {
        if (kind == ModelChangeKind.Removed)
        {
            _models.TryRemove(KeyValuePair.Create(model.Name, model));
            ServedNames.Set(model.Name, []);
        }

        try
        {
            Changed?.Invoke(this, new ModelChangedEventArgs(model.Name, kind));
        }
        catch (Exception error)
        {
            // Whoever only watches must not turn a change that has happened into a failure.
            RegistryLog.HandlerFailed(_shared.Logger, error, model.Name);
        }
    }

    private string[] GetRepositoryNames() => _repository is null || !Directory.Exists(_repository)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(_repository)
                .Select(static folder => Path.GetFileName(folder))
                .Where(static name => ModelNames.GetError(name) is null && !name.StartsWith('.')),
        ];

    private static InferenceException NotReady(string modelName) =>
        InferenceException.Unavailable($"Model with name {modelName} is not ready.");

    private static InferenceException NotFound(string modelName) => InferenceException.NotFound(
        ModelNames.GetError(modelName) is null
            ? $"Model with name {modelName} does not exist."
            : "A model with this name does not exist.");
}
