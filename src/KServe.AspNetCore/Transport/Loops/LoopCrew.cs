using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Transport;

/// <summary>The loops of one server, their threads and the watchdog over them.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class LoopCrew
{
    private readonly Lock _lock = new();
    private readonly Stack<LoopThread> _parked = new();
    private readonly EventLoop[] _loops;
    private readonly ILogger _logger;
    private readonly int _maxBlocked;
    private bool _isStopped;
    private int _blocked;
    private uint _nextLoop;

    public LoopCrew(KServeTransportOptions options, IMemoryPoolFactory<byte> memory, ILogger logger)
    {
        _logger = logger;
        _maxBlocked = options.SlowAfter == TimeSpan.Zero ? 0 : options.MaxBlockedThreads;
        SlowTicks = (long)(options.SlowAfter.TotalSeconds * Stopwatch.Frequency);
        _loops = new EventLoop[options.LoopCount];
        for (var i = 0; i < _loops.Length; i++)
        {
            _loops[i] = new EventLoop(this, memory.Create());
        }

        Watchdog = new Watchdog(this, _loops, options.TakeoverAfter);
        foreach (var loop in _loops)
        {
            new LoopThread(this).Lead(loop);
        }

        _parked.Push(new LoopThread(this));
    }

    public Watchdog Watchdog { get; }

    /// <summary>Gets the time, in ticks of the stopwatch, above which application code is slow.</summary>
    public long SlowTicks { get; }

    /// <summary>Gets whether application code may run on the threads of the loops.</summary>
    public bool AllowsInline => Volatile.Read(ref _blocked) < _maxBlocked;

    /// <summary>Finds the loop with the fewest sockets.</summary>
    public EventLoop ChooseLoop()
    {
        // Where several have as few, they take turns.
        var first = Interlocked.Increment(ref _nextLoop);
        var best = _loops[first % (uint)_loops.Length];
        for (var i = 1u; i < _loops.Length; i++)
        {
            var loop = _loops[(first + i) % (uint)_loops.Length];
            if (loop.ClientCount < best.ClientCount)
            {
                best = loop;
            }
        }

        return best;
    }

    /// <summary>Gives a loop whose leader is held up to another thread.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="status">Its status since the leader was last seen to come forward.</param>
    public void TakeOver(EventLoop loop, long status)
    {
        var thread = TakeParked() ?? TryStart();
        if (thread is null)
        {
            return;
        }

        if (!loop.TryReplace(status))
        {
            Park(thread);
            return;
        }

        var blocked = Interlocked.Increment(ref _blocked);
        thread.Lead(loop);
        TransportLog.TakenOver(_logger, blocked);
        if (blocked == _maxBlocked)
        {
            TransportLog.TooManyBlocked(_logger, blocked);
        }
    }

    /// <summary>Hears that a thread, which lost its loop, has come back from the application.</summary>
    public void OnReturned() => Interlocked.Decrement(ref _blocked);

    /// <summary>Keeps a thread that has nothing to do.</summary>
    /// <returns>Whether it is to wait; otherwise it is to end.</returns>
    public bool TryPark(LoopThread thread)
    {
        lock (_lock)
        {
            if (_isStopped || _parked.Count >= _loops.Length)
            {
                return false;
            }

            _parked.Push(thread);
            return true;
        }
    }

    /// <summary>Ends the loops; threads that the application holds up end when it lets them go.</summary>
    public async Task StopAsync()
    {
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        // A loop whose leader is held up needs the watchdog to find another, who then ends it.
        await Task.WhenAll(_loops.Select(static loop => loop.Ended));
        Watchdog.Stop();
        lock (_lock)
        {
            _isStopped = true;
        }

        while (TakeParked() is { } thread)
        {
            thread.Dismiss();
        }
    }

    // Without memory or descriptors there are no threads: the watchdog tries again at its next look.
    private LoopThread? TryStart()
    {
        try
        {
            return new LoopThread(this);
        }
        catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
        {
            TransportLog.CannotTakeOver(_logger, error);
            return null;
        }
    }

    private LoopThread? TakeParked()
    {
        lock (_lock)
        {
            return _parked.TryPop(out var thread) ? thread : null;
        }
    }

    private void Park(LoopThread thread)
    {
        if (!TryPark(thread))
        {
            thread.Dismiss();
        }
    }
}
