namespace KServe;

/// <summary>Lets a bounded number of requests run and a bounded number wait, first come, first served.</summary>
/// <remarks>
/// Active requests and waiters are counted in one 64-bit number, so that a request which finds a place and nobody
/// waiting takes it without the lock. Whoever waits is counted and queued under the lock.
/// </remarks>
internal sealed class AdmissionGate(
    int concurrency,
    int queueLength,
    TimeSpan queueTimeout,
    TimeProvider time,
    QueueOverflow overflow = QueueOverflow.Unavailable)
{
    private const long OneWaiter = 1L << 32;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _queue = new();

    // The low half counts active requests, the high half waiters.
    private long _counts;

    public int Active => (int)(uint)Volatile.Read(ref _counts);

    public int Queued => (int)(Volatile.Read(ref _counts) >> 32);

    /// <summary>Enters at once or after waiting; every success is followed by one <see cref="Exit"/>.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (TryEnter())
        {
            return default;
        }

        LinkedListNode<TaskCompletionSource> waiter;
        lock (_lock)
        {
            if (_queue.Count >= queueLength)
            {
                // A place may have become free since the first look.
                return TryEnter() ? default : ValueTask.FromException(Full());
            }

            if (TryEnterOrWait())
            {
                return default;
            }

            // The continuation must not run inside Exit of somebody else's request.
            waiter = _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return new ValueTask(WaitAsync(waiter, cancellationToken));
    }

    public void Exit()
    {
        if (TryLeave())
        {
            return;
        }

        lock (_lock)
        {
            if (_queue.First is { } next)
            {
                // The place passes on: the number of active requests stays as it is.
                _queue.RemoveFirst();
                Interlocked.Add(ref _counts, -OneWaiter);
                next.Value.SetResult();
            }
            else
            {
                // The waiters that were seen have given up. Under the lock none can come between look and leave.
                Interlocked.Decrement(ref _counts);
            }
        }
    }

    private bool TryEnter()
    {
        var counts = Volatile.Read(ref _counts);
        while (counts < concurrency)
        {
            var seen = Interlocked.CompareExchange(ref _counts, counts + 1, counts);
            if (seen == counts)
            {
                return true;
            }

            counts = seen;
        }

        return false;
    }

    /// <summary>Takes a place or counts a waiter; held by the lock.</summary>
    private bool TryEnterOrWait()
    {
        var counts = Volatile.Read(ref _counts);
        while (true)
        {
            var enters = counts < concurrency;
            var seen = Interlocked.CompareExchange(ref _counts, counts + (enters ? 1 : OneWaiter), counts);
            if (seen == counts)
            {
                return enters;
            }

            counts = seen;
        }
    }

    /// <summary>Gives the place back unless somebody waits for it.</summary>
    private bool TryLeave()
    {
        var counts = Volatile.Read(ref _counts);
        while (counts < OneWaiter)
        {
            var seen = Interlocked.CompareExchange(ref _counts, counts - 1, counts);
            if (seen == counts)
            {
                return true;
            }

            counts = seen;
        }

        return false;
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Value.Task.WaitAsync(queueTimeout, time, cancellationToken);
        }
        catch (Exception error)
        {
            lock (_lock)
            {
                if (waiter.List is not null)
                {
                    _queue.Remove(waiter);
                    Interlocked.Add(ref _counts, -OneWaiter);
                    waiter = null!;
                }
            }

            if (waiter is not null)
            {
                // The place was given in the same moment: pass it on.
                Exit();
            }

            if (error is TimeoutException)
            {
                throw new InferenceException(
                    InferenceErrorCode.Unavailable, "The request timed out in the model's queue.")
                {
                    RetryAfter = RetryDelay,
                    Reason = RefusalReasons.QueueTimeout,
                };
            }

            throw;
        }
    }

    private InferenceException Full() => new(
        overflow == QueueOverflow.TooManyRequests
            ? InferenceErrorCode.ResourceExhausted
            : InferenceErrorCode.Unavailable,
        "The model has too many requests waiting.")
    {
        RetryAfter = RetryDelay,
        Reason = RefusalReasons.QueueFull,
    };
}
