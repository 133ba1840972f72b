namespace KServe;

/// <summary>Lets a bounded number of requests run and a bounded number wait, first come, first served.</summary>
internal sealed class AdmissionGate(int concurrency, int queueLength, TimeSpan queueTimeout, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _queue = new();
    private int _active;

    public int Active => Volatile.Read(ref _active);

    public int Queued
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Enters at once or after waiting; every success is followed by one <see cref="Exit"/>.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> waiter;
        lock (_lock)
        {
            if (_active < concurrency)
            {
                _active++;
                return default;
            }

            if (_queue.Count >= queueLength)
            {
                return ValueTask.FromException(InferenceException.Unavailable(
                    "The model has too many requests waiting."));
            }

            // The continuation must not run inside Exit of somebody else's request.
            waiter = _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return new ValueTask(WaitAsync(waiter, cancellationToken));
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (_queue.First is { } next)
            {
                // The place passes on: the number of active requests stays as it is.
                _queue.RemoveFirst();
                next.Value.SetResult();
            }
            else
            {
                _active--;
            }
        }
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
                throw InferenceException.Unavailable("The request timed out in the model's queue.");
            }

            throw;
        }
    }
}
