namespace KServe.Batching;

internal sealed partial class BatchScheduler
{
    private static void Launch(BatchRun? run)
    {
        while (run is not null)
        {
            var next = run.Next;

            // Behind all work that waits already: some of it may be requests that join.
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
            run = next;
        }
    }

    // With other work waiting for a thread, a request that ran at once would keep a thread from what may join it.
    private bool HasPendingWork() => _isSystemTime && ThreadPool.PendingWorkItemCount > 0;

    private void OnAlarm()
    {
        List<BatchItem>? expired = null;
        BatchRun? started;
        lock (_lock)
        {
            _alarm.Acknowledge();
            var now = _time.GetTimestamp();
            if (_nextExpiry <= now)
            {
                TakeExpired(now, ref expired);
            }

            started = Start(now);
        }

        Launch(started);
        foreach (var item in expired ?? [])
        {
            _context.Recorder.Waited(_time.GetElapsedTime(item.EnqueuedAt));
            item.Fail(InferenceException.Unavailable("The request timed out in the model's queue."));
        }
    }

    private void TakeExpired(long now, ref List<BatchItem>? expired)
    {
        _nextExpiry = _table.Alone.TakeExpired(now, ref expired);
        foreach (var bucket in _table.Buckets)
        {
            _nextExpiry = Math.Min(_nextExpiry, bucket.TakeExpired(now, ref expired));
        }

        foreach (var item in expired ?? [])
        {
            item.Set(ItemState.Done);
            _waiting--;
        }
    }

    // Starts all batches that are due and have a place; the alarm rings when the next one is due.
    private BatchRun? Start(long now)
    {
        if (_waiting == 0)
        {
            _alarm.Set(now, long.MaxValue);
            return null;
        }

        BatchRun? started = null;
        var alarm = long.MaxValue;
        while (_places > 0 && FindDue(now, out alarm) is { } bucket)
        {
            _places--;
            _runs++;
            bucket.Pending++;
            started = new BatchRun(_runner, this, bucket) { Next = started };
        }

        _alarm.Set(now, Math.Min(alarm, _nextExpiry));
        return started;
    }

    // The highest priority first, then who waits longest.
    private BatchBucket? FindDue(long now, out long nextDue)
    {
        BatchBucket? best = null;
        nextDue = long.MaxValue;
        Consider(_table.Alone, now, ref best, ref nextDue);
        foreach (var bucket in _table.Buckets)
        {
            Consider(bucket, now, ref best, ref nextDue);
        }

        return best;
    }

    private static void Consider(BatchBucket bucket, long now, ref BatchBucket? best, ref long nextDue)
    {
        if (!bucket.NeedsRun || bucket.Queue.First is not { } first)
        {
            return;
        }

        var due = bucket.GetDue(now);
        if (due > now)
        {
            nextDue = Math.Min(nextDue, due);
        }
        else if (best?.Queue.First is not { } other
            || first.Level < other.Level
            || (first.Level == other.Level && first.EnqueuedAt < other.EnqueuedAt))
        {
            best = bucket;
        }
    }
}
