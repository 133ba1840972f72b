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
        : this(timeout, time, timeout != System.Threading.Timeout.InfiniteTimeSpan, caller)
    {
    }

    private CallScope(TimeSpan timeout, TimeProvider time, bool isTimed, CancellationToken caller)
    {
        _caller = caller;
        Timeout = timeout;
        Token = caller;
        if (isTimed)
        {
            _timer = new CancellationTokenSource(Limit(timeout), time);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
            Token = _linked.Token;
        }
    }

    public TimeSpan Timeout { get; }

    public CancellationToken Token { get; }

    public CancellationToken Caller => _caller;

    /// <summary>Gets whether the caller gave up, as opposed to the time running out.</summary>
    public bool IsCancelled => _caller.IsCancellationRequested;

    /// <summary>Creates a scope whose time can be given anew.</summary>
    public static CallScope ForStream(TimeSpan timeout, TimeProvider time, CancellationToken caller) =>
        new(timeout, time, isTimed: true, caller);

    /// <summary>Gives the call time anew; does nothing when its time has run out.</summary>
    public void Restart(TimeSpan timeout) => _timer?.CancelAfter(Limit(timeout));

    public void Dispose()
    {
        _linked?.Dispose();
        _timer?.Dispose();
    }

    private static TimeSpan Limit(TimeSpan timeout) =>
        timeout < TimeSpan.Zero && timeout != System.Threading.Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout;
}
