namespace KServe.AspNetCore;

/// <summary>What gives one request after the other its token.</summary>
internal sealed class DeadlineSource(TimeProvider time, bool isWatched)
{
    private const long Idle = 0;
    private const long Expired = -1;

    private CancellationTokenSource _cancellation = New(time, isWatched);
    private long _expiresAt;

    /// <summary>Gets whether a <see cref="DeadlineWatch"/> looks after the time, and not a timer of its own.</summary>
    public bool IsWatched => isWatched;

    public CancellationToken Token => _cancellation.Token;

    public void Start(TimeSpan timeout)
    {
        if (isWatched)
        {
            // A full fence: the watch must see the request, or the request that the watch has stopped.
            var ticks = (long)Math.Min(timeout.TotalSeconds * time.TimestampFrequency, long.MaxValue / 2);
            Interlocked.Exchange(ref _expiresAt, Math.Max(1, time.GetTimestamp() + ticks));
        }
        else
        {
            _cancellation.CancelAfter(timeout);
        }
    }

    public void Cancel() => _cancellation.Cancel();

    /// <summary>Cancels the request if its time is over.</summary>
    /// <returns>Whether there is a request whose time is not over.</returns>
    public bool Check(long now)
    {
        // Read first: after the exchange below the source may belong to the next request already.
        var cancellation = _cancellation;
        var expiresAt = Volatile.Read(ref _expiresAt);
        if (expiresAt <= Idle || now < expiresAt)
        {
            return expiresAt > Idle;
        }

        if (Interlocked.CompareExchange(ref _expiresAt, Expired, expiresAt) == expiresAt)
        {
            cancellation.Cancel();
        }

        return false;
    }

    /// <summary>Ends the request and makes ready for the next.</summary>
    public void Reset()
    {
        var isExpired = Interlocked.Exchange(ref _expiresAt, Idle) == Expired;
        if (isExpired || !_cancellation.TryReset())
        {
            // Not disposed when it expired: the watch may be about to cancel it.
            if (!isExpired)
            {
                _cancellation.Dispose();
            }

            _cancellation = New(time, isWatched);
        }
    }

    public void Dispose() => _cancellation.Dispose();

    private static CancellationTokenSource New(TimeProvider time, bool isWatched) =>
        isWatched ? new CancellationTokenSource() : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
}
