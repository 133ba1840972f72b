namespace KServe;

/// <summary>One version of a served model; state and revision change by single writes.</summary>
internal sealed class ModelVersion(string version) : IProgress<double>
{
    private readonly Lock _lock = new();
    private volatile ModelRevision? _revision;
    private RevisionTap? _tap;
    private volatile string _reason = "";
    private volatile ModelState _state = ModelState.Unavailable;
    private volatile int _progress;
    private Task _retired = Task.CompletedTask;

    public string Version { get; } = version;

    public ModelRevision? Revision => _revision;

    public ModelState State => _state;

    public string Reason => _state == ModelState.Loading && _progress is > 0 and var percent
        ? $"{percent} % loaded"
        : _reason;

    /// <summary>Takes how far the load has come, from 0 to 1.</summary>
    public void Report(double value) => _progress = (int)Math.Clamp(100 * value, 0, 100);

    public void SetLoading() => _state = _revision is null ? ModelState.Loading : _state;

    public void SetFailed(string reason)
    {
        // A failed reload leaves the old revision serving.
        if (_revision is null)
        {
            _reason = reason;
            _state = ModelState.Unavailable;
        }
    }

    public void Swap(ModelRevision revision)
    {
        ModelRevision? old;
        lock (_lock)
        {
            old = _revision;
            revision.Watch(_tap);
            _revision = revision;
        }

        _reason = "";
        _state = ModelState.Ready;
        if (old is not null)
        {
            Retire(old);
        }
    }

    /// <summary>Lets something see all requests to this version, those of later revisions too.</summary>
    public void Watch(RevisionTap? tap)
    {
        lock (_lock)
        {
            _tap = tap;
            _revision?.Watch(tap);
        }
    }

    /// <summary>Gives no new leases for the current revision; for a version that leaves its model.</summary>
    /// <returns>A task that ends when every revision that this version ever had is disposed.</returns>
    public Task RetireAsync()
    {
        if (_revision is { } revision)
        {
            _revision = null;
            Retire(revision);
        }

        return _retired;
    }

    /// <summary>Stops new requests and waits for those that run.</summary>
    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        _state = _revision is null ? _state : ModelState.Unloading;
        await RetireAsync().WaitAsync(cancellationToken);
        _reason = "unloaded";
        _state = ModelState.Unavailable;
    }

    // Revisions that were swapped out may still have requests: an unload that forgot them would end too early.
    private void Retire(ModelRevision revision)
    {
        _retired = _retired.IsCompleted ? revision.Disposed : Task.WhenAll(_retired, revision.Disposed);
        revision.Retire();
    }
}
