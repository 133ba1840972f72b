namespace KServe.AspNetCore.Transport;

/// <summary>A thread that leads a loop, is held up by application code, or waits for a loop to lead.</summary>
internal sealed class LoopThread
{
    [ThreadStatic]
    private static LoopThread? _current;

    private readonly object _gate = new();
    private readonly LoopCrew _crew;
    private ExecutionContext? _cleanContext;
    private EventLoop? _loop;
    private bool _isDismissed;
    private bool _isInEvent;
    private ApplicationScheduler? _scheduler;
    private Action<object?>? _action;
    private object? _state;

    public LoopThread(LoopCrew crew)
    {
        _crew = crew;

        // A request that blocks for good must not keep the process alive.
        var thread = new Thread(Run) { IsBackground = true, Name = "KServe transport" };
        thread.UnsafeStart();
    }

    /// <summary>Gets the loop thread that runs this code, if one does.</summary>
    public static LoopThread? Current => _current;

    /// <summary>Gives the thread a loop; it must be waiting.</summary>
    public void Lead(EventLoop loop)
    {
        lock (_gate)
        {
            _loop = loop;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread; it must be waiting.</summary>
    public void Dismiss()
    {
        lock (_gate)
        {
            _isDismissed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Keeps application code until the transport has done with the event at hand.</summary>
    /// <returns>Whether it will run here; not so outside of events, and for one piece in each only.</returns>
    public bool TryDefer(ApplicationScheduler scheduler, Action<object?> action, object? state)
    {
        if (!_isInEvent || _action is not null)
        {
            return false;
        }

        _scheduler = scheduler;
        _action = action;
        _state = state;
        return true;
    }

    public void BeginEvent() => _isInEvent = true;

    /// <summary>Runs the application code that the event led to.</summary>
    public void EndEvent()
    {
        _isInEvent = false;
        if (_action is not { } action)
        {
            return;
        }

        var scheduler = _scheduler!;
        var state = _state;
        _scheduler = null;
        _action = null;
        _state = null;
        scheduler.Run(action, state);

        // The code may have left marks on the thread, as it may on the threads of the pool, which wipe them too.
        ExecutionContext.Restore(_cleanContext!);
        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Run()
    {
        _current = this;
        _cleanContext = ExecutionContext.Capture();
        while (WaitForLoop() is { } loop)
        {
            if (!loop.Lead(this))
            {
                _crew.OnReturned();
            }

            if (!_crew.TryPark(this))
            {
                break;
            }
        }
    }

    private EventLoop? WaitForLoop()
    {
        lock (_gate)
        {
            while (_loop is null && !_isDismissed)
            {
                Monitor.Wait(_gate);
            }

            var loop = _loop;
            _loop = null;
            return loop;
        }
    }
}
