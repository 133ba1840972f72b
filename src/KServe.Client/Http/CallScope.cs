namespace KServe.Client;

/// <summary>Bounds one call in time.</summary>
internal sealed class CallScope : IDisposable
{
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _caller;

    /// <param name="timeout">How long the call may take; infinite for no limit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">The caller's token.</param>
    public CallScope(TimeSpan timeout, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        Timeout = timeout;
        Token = caller;
        if (timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            _timer = new CancellationTokenSource(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout, time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
            Token = _linked.Token;
        }
    }

    public TimeSpan Timeout { get; }

    public CancellationToken Token { get; }

    public CancellationToken Caller => _caller;

    /// <summary>Gets whether the caller gave up, as opposed to the time running out.</summary>
    public bool IsCancelled => _caller.IsCancellationRequested;

    public void Dispose()
    {
        _linked?.Dispose();
        _timer?.Dispose();
    }
}
