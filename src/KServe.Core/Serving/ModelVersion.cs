namespace KServe;

/// <summary>One version of a served model; state and revision change by single writes.</summary>
internal sealed class ModelVersion(string version)
{
    private volatile ModelRevision? _revision;
    private volatile string _reason = "";
    private volatile ModelState _state = ModelState.Unavailable;
    private Task _retired = Task.CompletedTask;

    public string Version { get; } = version;

    public ModelRevision? Revision => _revision;

    public ModelState State => _state;

    public string Reason => _reason;

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
        var old = _revision;
        _revision = revision;
        _reason = "";
        _state = ModelState.Ready;
        old?.Retire();
    }

    /// <summary>Stops new requests and waits for those that run.</summary>
    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        if (_revision is { } revision)
        {
            _state = ModelState.Unloading;
            _revision = null;
            _retired = revision.Disposed;
            revision.Retire();
        }

        await _retired.WaitAsync(cancellationToken);
        _reason = "unloaded";
        _state = ModelState.Unavailable;
    }
}
