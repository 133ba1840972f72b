namespace KServe;

/// <summary>One name that clients call: its versions, and the changes of them one after the other.</summary>
/// <remarks>
/// Changes return <see langword="false"/> when the model was removed before their turn: the name is free or another's.
/// Requests read the routes without a lock; whoever replaces them holds <see cref="_routesLock"/>.
/// </remarks>
internal sealed partial class ServedModel : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _routesLock = new();
    private readonly ServedModelServices _shared;
    private readonly Action<ServedModel, ModelChangeKind> _changed;
    private readonly RevisionTap _stableTap;

    private volatile ModelRoutes _routes = new([], []);
    private volatile IReadOnlyList<ModelDefinition> _definitions;
    private volatile bool _isWanted;
    private volatile bool _isRemoved;

    // What versions that have left the model still hold.
    private Task _left = Task.CompletedTask;

    public ServedModel(
        string name,
        IReadOnlyList<ModelDefinition> definitions,
        ServedModelServices shared,
        Action<ServedModel, ModelChangeKind> changed)
    {
        Name = name;
        _definitions = definitions;
        _canaries = GetCanaries(definitions);
        _shared = shared;
        _changed = changed;
        _stableTap = new RevisionTap(shared.Time);
    }

    public string Name { get; }

    /// <summary>Gets whether the model is meant to be loaded, so that the server is not ready without it.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Gets whether clients must no longer find the model.</summary>
    public bool IsRemoved => _isRemoved;

    public ModelRoutes Routes => _routes;

    /// <summary>Gets the versions of all tracks, those of the stable one first.</summary>
    public IEnumerable<ModelVersion> Versions => _routes.All;

    /// <summary>Pins the revision of a version, or that of the track whose turn it is.</summary>
    public bool TryPin(string version, IReadOnlyDictionary<string, string>? headers, out RevisionLease lease)
    {
        if (version.Length > 0 || _routes.Canaries.Length == 0)
        {
            return TryPinStable(version, out lease);
        }

        // One turn for each request, unless the routes change while it looks.
        var routes = _routes;
        var track = routes.Choose(headers);
        while (routes.FindChosen(track) is { } revision && !_isRemoved)
        {
            if (revision.TryPin())
            {
                lease = new RevisionLease(revision);
                return true;
            }

            if (!ReferenceEquals(routes, _routes))
            {
                routes = _routes;
                track = routes.Choose(headers);
            }
        }

        lease = default;
        return false;
    }

    /// <summary>Pins the revision of a version, or the stable track's highest that is ready.</summary>
    public bool TryPinStable(string version, out RevisionLease lease)
    {
        while (_routes.Find(version) is { } revision)
        {
            if (revision.TryPin())
            {
                lease = new RevisionLease(revision);
                return true;
            }

            if (_isRemoved)
            {
                break;
            }

            // The revision was retired since the look: its successor, or its absence, is there in a moment.
        }

        lease = default;
        return false;
    }

    public bool HasVersion(string version) =>
        version.Length == 0 || _routes.All.Any(known => IsVersion(known, version));

    /// <summary>Says that the model is going to be loaded, before the load begins.</summary>
    public void Want()
    {
        _isWanted = true;
        ShowLoading(_definitions);
    }

    /// <summary>Loads all versions; those that serve go on until their successor is ready.</summary>
    /// <exception cref="InferenceException">At least one version failed; the others are loaded.</exception>
    public Task<bool> LoadAsync(CancellationToken cancellationToken) =>
        ChangeAsync(LoadAllAsync, ModelChangeKind.Loaded, cancellationToken);

    /// <summary>Builds what the definitions say beside what serves, and swaps when all of it is ready.</summary>
    /// <exception cref="InferenceException">A version failed; everything is as it was.</exception>
    public Task<bool> DefineAsync(IReadOnlyList<ModelDefinition> next, CancellationToken cancellationToken) =>
        ChangeAsync(token => RedefineAsync(next, token), ModelChangeKind.Defined, cancellationToken);

    public Task<bool> UnloadAsync(CancellationToken cancellationToken) =>
        ChangeAsync(UnloadAllAsync, ModelChangeKind.Unloaded, cancellationToken);

    /// <summary>Ends the model for good; once begun, it goes on without the caller.</summary>
    public async Task<bool> RemoveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        if (_isRemoved)
        {
            _gate.Release();
            return false;
        }

        await RemoveAllAsync().WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends the model for good if nobody uses or changes it, all versions or none.</summary>
    public bool TryRemoveIdle(out Task removal)
    {
        removal = Task.CompletedTask;
        if (!_gate.Wait(0))
        {
            return false;
        }

        if (_isRemoved || !TryCloseAll())
        {
            _gate.Release();
            return false;
        }

        // On a thread of its own: whoever asks may hold a lock that those who hear of the change want.
        _isRemoved = true;
        removal = Task.Run(RemoveAllAsync);
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<bool> ChangeAsync(
        Func<CancellationToken, Task> change,
        ModelChangeKind kind,
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isRemoved)
            {
                return false;
            }

            await change(cancellationToken);
            _changed(this, kind);
            return true;
        }
        catch
        {
            _changed(this, ModelChangeKind.Failed);
            ForgetUndefined();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool TryCloseAll()
    {
        ModelVersion[] versions = [.. _routes.All];
        for (var i = 0; i < versions.Length; i++)
        {
            if (versions[i].Revision?.TryClose() == false)
            {
                while (--i >= 0)
                {
                    versions[i].Revision?.Reopen();
                }

                return false;
            }
        }

        return true;
    }

    // A model that never had a definition which worked does not exist.
    private void ForgetUndefined()
    {
        if (_definitions.Count == 0)
        {
            _isRemoved = true;
            _changed(this, ModelChangeKind.Removed);
        }
    }

    private async Task RemoveAllAsync()
    {
        try
        {
            _isRemoved = true;
            await UnloadAllAsync(CancellationToken.None);
            _shared.Metrics.Remove(this);
            _changed(this, ModelChangeKind.Removed);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static bool IsVersion(ModelVersion known, string version) =>
        string.Equals(known.Version, version, StringComparison.Ordinal);
}
