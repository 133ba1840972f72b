namespace KServe;

/// <summary>One version of a served model; state and revision change by single writes.</summary>
internal sealed class ModelVersion(string version) : IProgress<double>
{
    private volatile ModelRevision? _revision;
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
