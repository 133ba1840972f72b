namespace KServe.AspNetCore;

/// <summary>Ends a request with its client or with its time, whichever comes first.</summary>
/// <remarks>
/// Setting a timer and stopping it costs more than all else that a small request does with its time. So the timer is
/// left as the last request set it: when it fires it looks whether the present request is due, and if not sets itself
/// again. Only a request that is due earlier than the timer sets it anew.
/// </remarks>
internal sealed class Deadline : IDisposable
{
    private const long Never = long.MaxValue;

    // Timers take no more; a later end is reached in several steps.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly Deadlines _owner;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private CancellationTokenRegistration _client;
    private long _end = Never;
    private long _firesAt = Never;
    private bool _hasExpired;

    public Deadline(Deadlines owner, TimeProvider time)
    {
        _owner = owner;
        _time = time;
        _timer = CreateTimer();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Gets the time until the end, not less than zero.</summary>
    public TimeSpan GetTimeLeft() => GetTimeLeft(_time.GetTimestamp());

    public void Dispose()
    {
        // Waits for a cancel that is under way, so that it cannot reach the next request.
        _client.Dispose();
        bool hasExpired;
        lock (_lock)
        {
            _end = Never;
            hasExpired = _hasExpired;
        }

        if (hasExpired || !_source.TryReset() || !_owner.TryKeep(this))
        {
            Close();
        }
    }

    internal void Begin(TimeSpan timeout, CancellationToken aborted)
    {
        var now = _time.GetTimestamp();
        lock (_lock)
        {
            _end = now + (long)Math.Min(timeout.TotalSeconds * _time.TimestampFrequency, Never / 2);
            if (_end < _firesAt)
            {
                SetTimer(now);
            }
        }

        _client = aborted.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    internal void Close() => _timer.Dispose();

    private TimeSpan GetTimeLeft(long now) => _end <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, _end);

    private void SetTimer(long now)
    {
        // Rounded up to what timers can tell apart, so that one does not fire before the end again and again.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling(GetTimeLeft(now).TotalMilliseconds));
        _firesAt = _end;
        _timer.Change(left < LongestTimer ? left : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            _firesAt = Never;
            if (_end == Never)
            {
                return;
            }

            var now = _time.GetTimestamp();
            if (now < _end)
            {
                SetTimer(now);
                return;
            }

            _hasExpired = true;
        }

        _source.Cancel();
    }

    private ITimer CreateTimer()
    {
        // The timer outlives the request that it is made in, and must not keep what belongs to that request.
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return _time.CreateTimer(
                static state => ((Deadline)state!).OnTimer(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }
        finally
        {
            flow?.Undo();
        }
    }
}
