using System.Buffers;
using System.Net.Sockets;

namespace KServe.AspNetCore.Transport;

/// <summary>One <c>epoll</c> instance with its connections, led by one thread at a time.</summary>
/// <remarks>
/// The leader alone waits for events and handles them. While it handles one, the status is odd, and whoever raises the
/// status from that value leads from then on: the leader itself when it has done, or the watchdog when that takes too
/// long. The exchange decides between the two, so that events, their index and the wait need no lock of their own.
/// </remarks>
internal sealed class EventLoop(LoopCrew crew, MemoryPool<byte> memoryPool) : IDisposable
{
    private readonly EpollSet _epoll = new();
    private readonly LoopSlots _slots = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private long _status;
    private int _isActive;
    private int _count;
    private int _next;

    public LoopCrew Crew => crew;

    public MemoryPool<byte> MemoryPool => memoryPool;

    /// <summary>Gets how slow the connections of the loop are: where new ones begin.</summary>
    public Slowness Slowness { get; } = new();

    /// <summary>Gets how many sockets it watches.</summary>
    public int ClientCount => _slots.Count;

    /// <summary>Gets a number that changes with each event; odd while one is handled.</summary>
    public long Status => Volatile.Read(ref _status);

    /// <summary>Gets whether the leader has events to handle.</summary>
    public bool IsActive => Volatile.Read(ref _isActive) != 0;

    /// <summary>Gets the end of the loop.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Watches a socket for a client.</summary>
    /// <returns>The slot, to be removed when the socket is closed.</returns>
    public int Add(ILoopClient client) => _slots.Add(client);

    /// <summary>Begins to tell the client of a slot about its socket.</summary>
    public void Watch(Socket socket, int slot) => _epoll.Add(socket, slot);

    public void Remove(int slot) => _slots.Remove(slot);

    /// <summary>Ends the loop soon; <see cref="Ended"/> says when it has.</summary>
    public void Stop()
    {
        _isStopping = true;
        _epoll.Wake();
    }

    /// <summary>Takes the lead from a thread that is still at an event.</summary>
    /// <param name="status">The status that the caller saw when the event began.</param>
    /// <returns>Whether the lead is free, for a thread to be given.</returns>
    public bool TryReplace(long status) =>
        Interlocked.CompareExchange(ref _status, status + 1, status) == status;

    /// <summary>Leads the loop, beginning with the events that the former leader left.</summary>
    /// <returns>Whether the loop ended; otherwise another thread leads it now.</returns>
    public bool Lead(LoopThread thread)
    {
        while (true)
        {
            while (_next < _count)
            {
                var ready = _epoll[_next++];
                var status = _status + 1;
                Volatile.Write(ref _status, status);
                Handle(thread, ready);
                if (Interlocked.CompareExchange(ref _status, status + 1, status) != status)
                {
                    return false;
                }
            }

            Volatile.Write(ref _isActive, 0);
            if (_isStopping)
            {
                Dispose();
                return true;
            }

            _next = 0;
            _count = _epoll.Wait();

            // The watchdog falls asleep and then looks for active loops: a loop is active before it looks for sleep.
            Interlocked.Exchange(ref _isActive, 1);
            crew.Watchdog.EnsureAwake();
        }
    }

    /// <summary>Ends the loop, called by the leader.</summary>
    public void Dispose()
    {
        _epoll.Dispose();
        memoryPool.Dispose();
        _ended.TrySetResult();
    }

    private void Handle(LoopThread thread, ReadyFile ready)
    {
        if (_slots.Find(ready.Slot) is { } client)
        {
            thread.BeginEvent();
            client.OnReady(ready.Events);
            thread.EndEvent();
        }
    }
}
