using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe;

/// <summary>Knows every model of the host: its versions, states and current revisions.</summary>
/// <remarks>Safe for concurrent use. A singleton in DI.</remarks>
public sealed class ModelRegistry : IAsyncDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly RevisionFactory _factory;
    private readonly ILogger<ModelRegistry> _logger;
    private readonly TimeProvider _time;
    private readonly string? _repository;

    internal ModelRegistry(
        IOptions<KServeOptions> options,
        RevisionFactory factory,
        TimeProvider time,
        ILogger<ModelRegistry> logger)
    {
        _time = time;
        _factory = factory;
        _logger = logger;
        _repository = options.Value.ModelRepository;
        foreach (var versions in ModelDefinition.All(options.Value)
            .GroupBy(static definition => definition.Name, StringComparer.Ordinal))
        {
            _models[versions.Key] = new ServedModel(versions.Key, [.. versions], factory, logger);
        }
    }

    /// <summary>Gets the names of all models that are or were meant to be loaded, sorted.</summary>
    /// <returns>A new list.</returns>
    public IReadOnlyList<string> GetModelNames() =>
    [
        .. _models.Values
            .Where(static model => model.IsWanted)
            .Select(static model => model.Name)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Gets the versions of a model, highest first.</summary>
    /// <param name="modelName">The model.</param>
    /// <returns>A new list.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public IReadOnlyList<string> GetVersions(string modelName) =>
        [.. GetModel(modelName).Versions.Select(static version => version.Version)];

    /// <summary>Gets the state of every version of every model, sorted by name.</summary>
    /// <returns>A new list; models of the repository folder that are not loaded appear as unavailable.</returns>
    public IReadOnlyList<ModelStatus> GetIndex()
    {
        List<ModelStatus> index = [];
        foreach (var model in _models.Values)
        {
            var versions = model.Versions;
            index.AddRange(versions.Select(version =>
                new ModelStatus(model.Name, version.Version, version.State, version.Reason)));
            if (versions.Count == 0)
            {
                index.Add(new ModelStatus(model.Name, "", ModelState.Unavailable, ""));
            }
        }

        index.AddRange(GetRepositoryNames()
            .Where(name => !_models.ContainsKey(name))
            .Select(static name => new ModelStatus(name, "", ModelState.Unavailable, "")));
        index.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return index;
    }

    /// <summary>Pins the current revision of a model for one request.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <returns>A lease that keeps the revision alive until it is disposed.</returns>
    /// <exception cref="InferenceException">The model or version does not exist or is not ready.</exception>
    public RevisionLease Pin(string modelName, string version = "")
    {
        ArgumentNullException.ThrowIfNull(version);
        var model = GetModel(modelName);
        while (model.Find(version) is { } revision)
        {
            if (revision.TryPin())
            {
                return new RevisionLease(revision);
            }

            // The revision was retired between the look and the pin: its successor, or its absence, is there already.
        }

        throw model.HasVersion(version)
            ? InferenceException.Unavailable($"Model with name {modelName} is not ready.")
            : InferenceException.NotFound($"Model with name {modelName} has no such version.");
    }

    /// <summary>Tells whether a model can answer, and asks its predictor.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="version">The version; empty for the highest that is ready.</param>
    /// <param name="cancellationToken">Cancelled when the answer is no longer wanted.</param>
    /// <returns><see langword="true"/> when it is loaded and healthy.</returns>
    /// <exception cref="InferenceException">The model or version does not exist.</exception>
    public async ValueTask<bool> IsReadyAsync(
        string modelName,
        string version = "",
        CancellationToken cancellationToken = default)
    {
        try
        {
            using var lease = Pin(modelName, version);
            return await lease.Revision.IsHealthyAsync(cancellationToken);
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

        if (!_models.TryGetValue(modelName, out var model))
        {
            if (!GetRepositoryNames().Contains(modelName, StringComparer.Ordinal))
            {
                throw NotFound(modelName);
            }

            var options = new ModelOptions { Uri = Path.Combine(_repository!, modelName) };
            model = _models.GetOrAdd(
                modelName, new ServedModel(modelName, [new ModelDefinition(modelName, options)], _factory, _logger));
        }

        return model.LoadAsync(cancellationToken);
    }

    /// <summary>Unloads all versions of a model after their running requests.</summary>
    /// <param name="modelName">The model.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more; the unload goes on.</param>
    /// <returns>A task that ends when everything is disposed.</returns>
    /// <exception cref="InferenceException">There is no such model.</exception>
    public Task UnloadAsync(string modelName, CancellationToken cancellationToken = default) =>
        GetModel(modelName).UnloadAsync(cancellationToken);

    /// <summary>Unloads every model after its running requests, for which it waits 10 seconds at most.</summary>
    /// <returns>A task that ends when everything is disposed.</returns>
    public async ValueTask DisposeAsync()
    {
        var unloading = Task.WhenAll(_models.Values.Select(static model => model.UnloadAsync(CancellationToken.None)));
        try
        {
            await unloading.WaitAsync(DisposeTimeout, _time);
        }
        catch (TimeoutException)
        {
            // A predictor that ignores cancellation must not keep the process from ending.
            RegistryLog.DisposeTimedOut(_logger, DisposeTimeout);
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

    private ServedModel GetModel(string modelName)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        return _models.TryGetValue(modelName, out var model) ? model : throw NotFound(modelName);
    }

    private string[] GetRepositoryNames() => _repository is null || !Directory.Exists(_repository)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(_repository)
                .Select(static folder => Path.GetFileName(folder))
                .Where(static name => ModelNames.GetError(name) is null && !name.StartsWith('.')),
        ];

    private static InferenceException NotFound(string modelName) => InferenceException.NotFound(
        ModelNames.GetError(modelName) is null
            ? $"Model with name {modelName} does not exist."
            : "A model with this name does not exist.");
}
