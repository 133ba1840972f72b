using System.IO.Pipelines;

namespace KServe.AspNetCore.Transport;

/// <summary>Runs the sending of one connection: at once on a thread of a loop, elsewhere on the thread pool.</summary>
/// <remarks>
/// A request that runs on its loop has one response to send. The responses of HTTP/2 come from many threads: until the
/// thread pool gets to it, more of them join, and one call of the kernel sends them all.
/// </remarks>
internal sealed class SendScheduler : PipeScheduler, IThreadPoolWorkItem
{
    // The pipe has one reader, which waits for one thing at a time.
    private Action<object?>? _action;
    private object? _state;

    public override void Schedule(Action<object?> action, object? state)
    {
        if (LoopThread.Current is not null)
        {
            action(state);
            return;
        }

        _action = action;
        _state = state;
        System.Threading.ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        var action = _action!;
        var state = _state;
        _action = null;
        _state = null;
        action(state);
    }
}
