namespace KServe.Batching;

/// <summary>The requests that may share a batch: those that wait, how many run, and how long waits pay.</summary>
/// <remarks>Guarded by the scheduler's lock.</remarks>
internal sealed class BatchBucket(BucketTemplate? template, BatchLimits limits, DelayPolicy policy, int levels)
{
    /// <summary>Gets what its requests have in common; null for those that run alone.</summary>
    public BucketTemplate? Template => template;

    public BatchLimits Limits => limits;

    public DelayPolicy Policy => policy;

    public ItemQueue Queue { get; } = new(levels);

    /// <summary>Gets or sets the requests that run.</summary>
    public int Running { get; set; }

    /// <summary>Gets or sets the runs that have a place and have not taken their requests yet.</summary>
    public int Pending { get; set; }

    /// <summary>Gets or sets when it was used last, in numbers of look-ups.</summary>
    public long LastUsed { get; set; }

    public int Fingerprint { get; init; }

    public bool IsIdle => Queue.Count == 0 && Running == 0 && Pending == 0;

    /// <summary>Gets whether there are requests that no run is going to take.</summary>
    public bool NeedsRun => Pending == 0
        ? Queue.Count > 0
        : Queue.Rows >= (Pending + 1L) * (template is null ? 1 : limits.FullRows);

    public int InSystem => Queue.Count + Running;

    /// <summary>Gets when the next batch runs if the model has a place for it; not after now means at once.</summary>
    public long GetDue(long now) =>
        template is null || Queue.Rows >= limits.FullRows
            ? now
            : policy.GetDue(now, Queue.Count, Running, Queue.Oldest);

    /// <summary>Tells whether a request that is alone can go to the model as it is, at once.</summary>
    public bool GoesStraight(InferRequest request, int rows, long now) =>
        Queue.Count == 0
        && (template is null
            || (!template.NeedsPadding(request, rows)
                && (rows >= limits.FullRows || policy.GetDue(now, 1, Running, now) <= now)));

    /// <summary>Removes a request that gave up.</summary>
    public void Remove(BatchItem item)
    {
        Queue.Remove(item);
        if (Queue.Count == 0)
        {
            policy.Emptied();
        }
    }

    /// <summary>Moves the requests whose time in the queue is over into a list.</summary>
    /// <returns>When the next one's is.</returns>
    public long TakeExpired(long now, ref List<BatchItem>? expired)
    {
        var next = Queue.TakeExpired(now, ref expired);
        if (Queue.Count == 0)
        {
            policy.Emptied();
        }

        return next;
    }

    /// <summary>Takes the requests of the next batch out of the queue.</summary>
    public BatchItem[] Take()
    {
        var isFull = Queue.Rows >= limits.FullRows;
        var wanted = template is null ? 1 : limits.ChooseRows((int)Math.Min(Queue.Rows, int.MaxValue));
        var size = new BatchSize(template, limits);
        List<BatchItem> items = new(Math.Min(wanted, Queue.Count));
        while (Queue.First is { } item && (items.Count == 0 || (size.Rows < wanted && size.Fits(item, wanted))))
        {
            Queue.Remove(item);
            size.Add(item);
            items.Add(item);
        }

        policy.Started(items.Count + InSystem, isFull);
        Running += items.Count;
        return [.. items];
    }
}
