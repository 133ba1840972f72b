using System.Diagnostics;

namespace KServe.AspNetCore.Transport;

/// <summary>Finds loops whose leaders are held up by application code, and has them taken over.</summary>
/// <remarks>It looks at them a few times per limit while there is traffic, and sleeps while there is none.</remarks>
internal sealed class Watchdog
{
    private const int LooksPerLimit = 2;
    private const int IdleLooksBeforeSleep = 4;

    private readonly LoopCrew _crew;
    private readonly EventLoop[] _loops;
    private readonly long[] _statuses;
    private readonly long[] _since;
    private readonly long _limitTicks;
    private readonly TimeSpan _interval;
    private readonly object _gate = new();
    private bool _isStopped;
    private int _isAsleep;

    public Watchdog(LoopCrew crew, EventLoop[] loops, TimeSpan limit)
    {
        _crew = crew;
        _loops = loops;
        _statuses = new long[loops.Length];
        _since = new long[loops.Length];
        _limitTicks = (long)(limit.TotalSeconds * Stopwatch.Frequency);
        _interval = TimeSpan.FromMilliseconds(Math.Max(1, limit.TotalMilliseconds / LooksPerLimit));
        new Thread(Run) { IsBackground = true, Name = "KServe transport watchdog" }.UnsafeStart();
    }

    /// <summary>Sees to it that it looks, called by a loop that has become active.</summary>
    public void EnsureAwake()
    {
        if (Volatile.Read(ref _isAsleep) != 0)
        {
            Wake();
        }
    }

    public void Stop()
    {
        Volatile.Write(ref _isStopped, true);
        Wake();
    }

    private void Run()
    {
        var idleLooks = 0;
        while (!Volatile.Read(ref _isStopped))
        {
            idleLooks = Look() ? 0 : idleLooks + 1;
            if (idleLooks < IdleLooksBeforeSleep)
            {
                Wait(_interval);
            }
            else
            {
                Sleep();
                idleLooks = 0;
            }
        }
    }

    private void Wait(TimeSpan time)
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                Monitor.Wait(_gate, time);
            }
        }
    }

    private void Sleep()
    {
        // A loop that becomes active after this looks whether to wake; one that did before is seen below.
        Interlocked.Exchange(ref _isAsleep, 1);
        if (Array.Exists(_loops, static loop => loop.IsActive))
        {
            Volatile.Write(ref _isAsleep, 0);
            return;
        }

        lock (_gate)
        {
            while (_isAsleep != 0 && !_isStopped)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Volatile.Write(ref _isAsleep, 0);
            Monitor.Pulse(_gate);
        }
    }

    // Returns whether anything happened since the last look, or happens now.
    private bool Look()
    {
        var now = Stopwatch.GetTimestamp();
        var isBusy = false;
        for (var i = 0; i < _loops.Length; i++)
        {
            var loop = _loops[i];
            var status = loop.Status;
            isBusy |= loop.IsActive;
            if (status != _statuses[i])
            {
                isBusy = true;
                _statuses[i] = status;
                _since[i] = now;
            }
            else if ((status & 1) != 0 && now - _since[i] >= _limitTicks)
            {
                _crew.TakeOver(loop, status);
            }
        }

        return isBusy;
    }
}
