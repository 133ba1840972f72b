namespace KServe.AspNetCore;

/// <summary>Looks after the time of many requests with one timer.</summary>
/// <remarks>
/// A timer per request, set and taken back, costs more than all else that a deadline needs, and hardly any ever fires.
/// The timer rests while there are no requests. Safe for concurrent use.
/// </remarks>
internal sealed class DeadlineWatch : IDisposable
{
    /// <summary>How late a request may be cancelled.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile DeadlineSource[] _sources = [];
    private volatile bool _isRunning;

    public DeadlineWatch(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(
            static state => ((DeadlineWatch)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a source on for good.</summary>
    public void Add(DeadlineSource source)
    {
        lock (_lock)
        {
            _sources = [.. _sources, source];
        }
    }

    /// <summary>Sees to it that the timer runs; called after a request has started.</summary>
    public void Wake()
    {
        if (_isRunning)
        {
            return;
        }

        lock (_lock)
        {
            if (!_isRunning)
            {
                _isRunning = true;
                _timer.Change(Interval, Interval);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (CheckAll())
        {
            return;
        }

        lock (_lock)
        {
            _isRunning = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // A request may have started between the look and the stop, and seen the timer running.
        Interlocked.MemoryBarrier();
        if (CheckAll())
        {
            Wake();
        }
    }

    private bool CheckAll()
    {
        var now = _time.GetTimestamp();
        var isBusy = false;
        foreach (var source in _sources)
        {
            isBusy |= source.Check(now);
        }

        return isBusy;
    }
}
