using System.Runtime.ExceptionServices;

namespace KServe.PayloadLogging;

/// <summary>The posts of one batch, which several threads share out among them.</summary>
/// <param name="events">The events, one for each post.</param>
/// <param name="clock">Makes the clock of a thread.</param>
/// <param name="post">Posts one event and tells whether it arrived.</param>
internal sealed class PostJob(
    IReadOnlyList<PayloadEvent> events,
    Func<PostClock> clock,
    Func<PayloadEvent, PostClock, bool> post)
{
    private int _next = -1;
    private int _delivered;
    private Exception? _failure;

    /// <summary>Posts until no event is left, on any number of threads.</summary>
    public void Work()
    {
        using var own = clock();
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < events.Count; i = Interlocked.Increment(ref _next))
            {
                if (post(events[i], own))
                {
                    Interlocked.Increment(ref _delivered);
                }

                SenderThread.Pause();
            }
        }
        catch (Exception error)
        {
            // No further post begins; those that run come to their end.
            Interlocked.CompareExchange(ref _failure, error, comparand: null);
            Volatile.Write(ref _next, events.Count);
        }
    }

    /// <summary>Tells how many events arrived, when all threads are done.</summary>
    public int GetDelivered()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return _delivered;
    }
}
