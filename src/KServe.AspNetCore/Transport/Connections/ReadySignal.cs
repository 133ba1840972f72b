using System.Threading.Tasks.Sources;

namespace KServe.AspNetCore.Transport;

/// <summary>Tells one waiter that it may try again; a signal without a waiter is kept for the next.</summary>
/// <param name="waiterRunsAsync">Whether the waiter goes on in the thread pool, or inside the signal.</param>
/// <remarks>Safe for concurrent use by one waiter and many signallers.</remarks>
internal sealed class ReadySignal(bool waiterRunsAsync) : IValueTaskSource<bool>
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = waiterRunsAsync };
    private bool _isSet;
    private bool _isWaiting;
    private bool _isClosed;

    /// <summary>Waits for a signal.</summary>
    /// <returns><see langword="true"/> for a signal, <see langword="false"/> when closed.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_isClosed || _isSet)
            {
                _isSet = false;
                return new ValueTask<bool>(!_isClosed);
            }

            _isWaiting = true;
            _source.Reset();
            return new ValueTask<bool>(this, _source.Version);
        }
    }

    public void Set() => Signal(isClosed: false);

    /// <summary>Ends the wait, and all that follow.</summary>
    public void Close() => Signal(isClosed: true);

    bool IValueTaskSource<bool>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) => _source.OnCompleted(continuation, state, token, flags);

    private void Signal(bool isClosed)
    {
        lock (_lock)
        {
            _isClosed |= isClosed;
            if (!_isWaiting)
            {
                _isSet = true;
                return;
            }

            _isWaiting = false;
        }

        _source.SetResult(!isClosed);
    }
}
