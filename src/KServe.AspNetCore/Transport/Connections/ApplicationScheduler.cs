using System.Diagnostics;
using System.IO.Pipelines;

namespace KServe.AspNetCore.Transport;

/// <summary>Runs the application's code of one connection: on the thread of its loop, or on the thread pool.</summary>
/// <remarks>
/// The loop's thread runs one piece of code per event, after the transport has let go of the connection: nothing that
/// this code may wait for depends on the thread. What comes in from elsewhere, or second, goes to the thread pool.
/// </remarks>
internal sealed class ApplicationScheduler(EventLoop loop) : PipeScheduler
{
    private readonly Slowness _slowness = new(loop.Slowness);
    private readonly long _slowTicks = loop.Crew.SlowTicks;
    private PooledWork? _spare;

    public override void Schedule(Action<object?> action, object? state)
    {
        if (LoopThread.Current is not { } thread
            || _slowness.IsSlow
            || !loop.Crew.AllowsInline
            || !thread.TryDefer(this, action, state))
        {
            var work = Interlocked.Exchange(ref _spare, null) ?? new PooledWork(this);
            work.Set(action, state);
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <summary>Runs code and learns how long it took.</summary>
    public void Run(Action<object?> action, object? state)
    {
        var start = Stopwatch.GetTimestamp();
        action(state);
        var isSlow = Stopwatch.GetTimestamp() - start > _slowTicks;
        _slowness.Count(isSlow);
        loop.Slowness.Count(isSlow);
    }

    internal void Return(PooledWork work) => Volatile.Write(ref _spare, work);
}
