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

    private volatile RouteTable _routes = new([], []);
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

    public RouteTable Routes => _routes;

    /// <summary>Gets the versions of all tracks, those of the stable one first.</summary>
    public IEnumerable<ModelVersion> Versions => _routes.All;

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
