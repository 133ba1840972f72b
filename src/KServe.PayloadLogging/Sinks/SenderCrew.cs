namespace KServe.PayloadLogging;

/// <summary>Helps a thread with its work by further threads, which end when there is nothing to do.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class SenderCrew(int maxHelpers) : IDisposable
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private Action? _work;
    private int _wanted;
    private int _working;
    private int _alive;
    private bool _isDisposed;

    /// <summary>Runs the work on this thread and on helpers, until all of them are done with it.</summary>
    /// <param name="helpers">How many threads besides this one may join, as long as this one is busy.</param>
    /// <param name="work">What each of them does, which returns when nothing is left and does not throw.</param>
    public void Run(int helpers, Action work)
    {
        Call(Math.Min(helpers, maxHelpers), work);
        work();
        lock (_gate)
        {
            // Those who have not come yet would find nothing.
            _wanted = 0;
            while (_working > 0)
            {
                Monitor.Wait(_gate);
            }

            _work = null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Call(int helpers, Action work)
    {
        lock (_gate)
        {
            _work = work;
            _wanted = helpers;
            Monitor.PulseAll(_gate);
            for (; _alive < helpers; _alive++)
            {
                SenderThread.Start(Help);
            }
        }
    }

    private void Help()
    {
        while (WaitForWork() is { } work)
        {
            work();
            lock (_gate)
            {
                _working--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private Action? WaitForWork()
    {
        lock (_gate)
        {
            while (_wanted == 0)
            {
                if (_isDisposed || (!Monitor.Wait(_gate, MaxIdle) && _wanted == 0))
                {
                    _alive--;
                    return null;
                }
            }

            _wanted--;
            _working++;
            return _work;
        }
    }
}
