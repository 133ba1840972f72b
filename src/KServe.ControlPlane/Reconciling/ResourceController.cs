using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

/// <summary>Takes resources in and out and tells what became of them.</summary>
/// <remarks>Safe for concurrent use. A singleton in DI.</remarks>
public sealed class ResourceController
{
    private const string ApiOwner = "the API";

    private readonly ResourceStore _store;
    private readonly Reconciler _reconciler;
    private readonly ResourceReader _reader;
    private readonly ModelExporter _exporter;
    private readonly StateFolder _state;
    private readonly HostUrl _url;
    private readonly ILogger<ResourceController> _logger;

    internal ResourceController(
        ResourceStore store,
        Reconciler reconciler,
        ResourceReader reader,
        ModelExporter exporter,
        StateFolder state,
        HostUrl url,
        ILogger<ResourceController> logger)
    {
        _store = store;
        _reconciler = reconciler;
        _reader = reader;
        _exporter = exporter;
        _state = state;
        _url = url;
        _logger = logger;
    }

    /// <summary>Gets what is wrong with the watched files as they were last read.</summary>
    public IReadOnlyList<ResourceError> FileErrors { get; internal set; } = [];

    /// <summary>Reads, checks and takes in all resources of a text, or none of them.</summary>
    /// <param name="text">YAML or JSON of one or more documents.</param>
    /// <param name="source">What errors call the text.</param>
    /// <param name="ns">The namespace of resources that name none; by default the configured one.</param>
    /// <returns>The resources as they were taken in; the work on them goes on.</returns>
    /// <exception cref="ResourceException">
    /// The text is wrong, a resource belongs to a file, or the state folder cannot take it; all errors at once.
    /// </exception>
    public IReadOnlyList<ResourceView> Apply(string text, string source = "the request", string? ns = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        var set = _reader.Read(source, text, ns);
        ThrowIfAny(set.Errors);
        ThrowIfAny(set.Resources.Count == 0
            ? [new ResourceError(source, 0, 0, "", "there is no resource of KServe in it")]
            : _store.Check(set.Resources, ApiOwner));
        ThrowIfNotKept(source, _state.Save(StateFolder.Applied, set.Resources));
        Put(set.Resources, ApiOwner);
        return [.. set.Resources.Select(resource => Get(resource.Key)).OfType<ResourceView>()];
    }

    /// <summary>Reads and checks a text without taking it in.</summary>
    /// <param name="text">YAML or JSON of one or more documents.</param>
    /// <param name="source">What errors call the text.</param>
    /// <param name="ns">The namespace of resources that name none; by default the configured one.</param>
    /// <returns>The keys of the resources.</returns>
    /// <exception cref="ResourceException">
    /// The text is wrong, or a resource belongs to a file; all errors at once.
    /// </exception>
    public IReadOnlyList<ResourceKey> Check(string text, string source = "the request", string? ns = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        var set = _reader.Read(source, text, ns);
        ThrowIfAny(set.Errors);
        ThrowIfAny(_store.Check(set.Resources, ApiOwner));
        return [.. set.Resources.Select(static resource => resource.Key)];
    }

    /// <summary>Takes a resource out; what it brought about ends after its running requests.</summary>
    /// <param name="key">The resource.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ResourceException">The resource belongs to a file.</exception>
    public bool Delete(ResourceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_store.Find(key) is not { } entry)
        {
            return false;
        }

        ThrowIfAny(entry.Owner == ApiOwner
            ? []
            : [new ResourceError(entry.Resource.File, 0, 0, "", $"{key} belongs to this file: remove it there")]);
        ThrowIfNotKept(entry.Resource.File, _state.Delete(StateFolder.Applied, key));
        Remove([key]);
        return true;
    }

    /// <summary>Finds a resource.</summary>
    /// <param name="key">The resource.</param>
    /// <returns>The resource as it is now, or <see langword="null"/>.</returns>
    public ResourceView? Get(ResourceKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _store.Find(key) is { } entry ? new ResourceView(entry, _url.Current) : null;
    }

    /// <summary>Lists resources, sorted by kind, namespace and name.</summary>
    /// <param name="kind">The kind; <see langword="null"/> for all.</param>
    /// <param name="ns">The namespace; <see langword="null"/> for all.</param>
    /// <returns>A new list.</returns>
    public IReadOnlyList<ResourceView> List(string? kind = null, string? ns = null)
    {
        var url = _url.Current;
        return
        [
            .. _store.All()
                .Where(entry => (kind is null || entry.Resource.Key.Kind == kind)
                    && (ns is null || entry.Resource.Key.Namespace == ns))
                .OrderBy(static entry => entry.Resource.Key.Kind, StringComparer.Ordinal)
                .ThenBy(static entry => entry.Resource.Key.Namespace, StringComparer.Ordinal)
                .ThenBy(static entry => entry.Resource.Key.Name, StringComparer.Ordinal)
                .Select(entry => new ResourceView(entry, url)),
        ];
    }

    /// <summary>Waits until the work on a resource's newest generation has ended, well or not.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>The resource, or <see langword="null"/> when it is gone.</returns>
    public async Task<ResourceView?> WaitAsync(ResourceKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        while (true)
        {
            var changed = _store.NextChange();
            if (Get(key) is not { } view || view.IsSettled)
            {
                return Get(key);
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Writes the YAML of all models: those of code and configuration, and the resources as they were read.
    /// </summary>
    /// <returns>One document per model or resource, for a cluster to take.</returns>
    public string Export() => string.Join(
        "---\n",
        _exporter.Export()
            .Concat(_store.All()
                .OrderBy(static entry => entry.Resource.Key.ToString(), StringComparer.Ordinal)
                .Select(static entry => entry.Resource.Root))
            .Select(NodeYaml.Write));

    /// <summary>Takes in what came over the API of a former process; what files hold by now is theirs.</summary>
    internal void Restore()
    {
        List<Resource> resources = [];
        foreach (var (name, text) in _state.ReadAll(StateFolder.Applied))
        {
            var set = _reader.Read(name, text);
            var errors = set.Errors.Count > 0 || set.Resources.Count == 0
                ? set.Errors
                : _store.Check(set.Resources, ApiOwner);
            if (errors.Count == 0)
            {
                resources.AddRange(set.Resources);
            }

            foreach (var error in errors)
            {
                ControlPlaneLog.BrokenState(_logger, error);
            }
        }

        Put(resources, ApiOwner);
    }

    internal void Put(IReadOnlyCollection<Resource> resources, string owner)
    {
        // Runtimes and services first: what refers to them finds them.
        foreach (var resource in resources.OrderBy(static resource => Rank(resource.Key.Kind)))
        {
            if (_store.Put(resource, owner))
            {
                _reconciler.Schedule(resource.Key);
                ScheduleDependents(resource.Key);
            }
        }
    }

    internal void Remove(IEnumerable<ResourceKey> keys)
    {
        foreach (var key in keys)
        {
            if (_store.Remove(key) is not null)
            {
                _reconciler.Schedule(key);
                ScheduleDependents(key);
            }
        }
    }

    internal void LogSkipped(ResourceSet set, string file)
    {
        foreach (var skipped in set.Skipped)
        {
            ControlPlaneLog.Skipped(_logger, file, skipped);
        }
    }

    private static void ThrowIfAny(IReadOnlyList<ResourceError> errors)
    {
        if (errors.Count > 0)
        {
            throw new ResourceException(errors);
        }
    }

    private static void ThrowIfNotKept(string source, string? failure) =>
        ThrowIfAny(failure is null ? [] : [new ResourceError(source, 0, 0, "", failure)]);

    private static int Rank(string kind) => kind switch
    {
        "ServingRuntime" or "ClusterServingRuntime" or "LLMInferenceServiceConfig" => 0,
        "InferenceService" => 1,
        _ => 2,
    };

    private void ScheduleDependents(ResourceKey changed)
    {
        foreach (var entry in _store.All())
        {
            if (Depends(entry, changed))
            {
                _reconciler.Schedule(entry.Resource.Key);
            }
        }
    }

    private static bool Depends(ResourceEntry entry, ResourceKey changed)
    {
        var key = entry.Resource.Key;
        return changed.Kind switch
        {
            "LLMInferenceServiceConfig" => key.Kind == "LLMInferenceService",
            "InferenceService" => Rank(key.Kind) == 2
                && (key.Namespace == changed.Namespace || key.Namespace.Length == 0),
            _ => Rank(changed.Kind) == 0 && key.Kind == "InferenceService" && Uses(entry, changed),
        };
    }

    // A service that names no runtime may have waited for this one, or may now have a better.
    private static bool Uses(ResourceEntry service, ResourceKey runtime)
    {
        var named = service.Resource.Spec["predictor"]["model"].GetText("runtime");
        return named is null ? service.Status?.Find(ResourceStatus.Ready)?.Status != "True" : named == runtime.Name;
    }
}
