namespace KServe.Batching;

/// <summary>Calls back at a timestamp, more precisely than the system's timers.</summary>
/// <remarks>
/// The system's timers count whole milliseconds. What is left below one is waited for by a work item that gives way to
/// all other work of the thread pool and to other threads until the time has come. With a clock of another kind the
/// timers of that clock are used alone. One alarm has one timer however many requests wait.
/// </remarks>
internal sealed class Alarm : IThreadPoolWorkItem, IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _callback;
    private readonly ITimer _timer;
    private readonly bool _isSystemTime;
    private long _due = long.MaxValue;
    private long _timerDue = long.MaxValue;
    private bool _isYielding;

    public Alarm(TimeProvider time, Action callback)
    {
        _time = time;
        _callback = callback;
        _isSystemTime = ReferenceEquals(time, TimeProvider.System);
        _timer = time.CreateTimer(
            static state => ((Alarm)state!)._callback(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets when to call back, <see cref="long.MaxValue"/> for never; callers hold one lock.</summary>
    public void Set(long now, long due)
    {
        Volatile.Write(ref _due, due);
        if (due == long.MaxValue)
        {
            return;
        }

        var rest = _time.GetElapsedTime(now, Math.Max(now, due));
        if (_isSystemTime && rest < TimeSpan.FromMilliseconds(1))
        {
            StartYielding();
        }
        else if (due < _timerDue)
        {
            // A timer that fires early is set again; one that would fire late is not good enough.
            _timerDue = due;
            _timer.Change(
                _isSystemTime ? TimeSpan.FromMilliseconds(Math.Floor(rest.TotalMilliseconds)) : rest,
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes that the callback runs, so that the timer is set anew; callers hold the same lock.</summary>
    public void Acknowledge() => _timerDue = long.MaxValue;

    void IThreadPoolWorkItem.Execute()
    {
        var rest = Volatile.Read(ref _due) - _time.GetTimestamp();
        if (rest > 0 && rest < _time.TimestampFrequency / 500)
        {
            Thread.Yield();
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        // The exchange comes before the second look: what is set in between is seen here or starts anew.
        Interlocked.Exchange(ref _isYielding, false);
        if (Volatile.Read(ref _due) != long.MaxValue)
        {
            _callback();
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _due, long.MaxValue);
        _timer.Dispose();
    }

    private void StartYielding()
    {
        if (!Interlocked.Exchange(ref _isYielding, true))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
