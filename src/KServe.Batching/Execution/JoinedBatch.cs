namespace KServe.Batching;

/// <summary>The inputs of a batch in memory of its own, alive while anything views them.</summary>
internal sealed class JoinedBatch(BatchRun run, InferRequest whole, int rows)
{
    private int _owners = 1;

    public BatchRun Run => run;

    /// <summary>Gets the rows of all items, without those that only fill up.</summary>
    public int Rows => rows;

    public void Retain() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            whole.Dispose();
        }
    }

    /// <summary>Releases a request of <see cref="GetRequest"/>; the whole one lives longer.</summary>
    public void ReleaseRequest(InferRequest request)
    {
        if (!ReferenceEquals(request, whole))
        {
            request.Dispose();
        }
    }

    public bool HasRunning(BatchRange range)
    {
        foreach (var item in GetItems(range))
        {
            if (item.State == ItemState.Running)
            {
                return true;
            }
        }

        return false;
    }

    public ReadOnlySpan<BatchItem> GetItems(BatchRange range) => run.Items.AsSpan(range.First, range.Count);

    /// <summary>Gets a request for some of the items: the whole batch, or views of a part of it.</summary>
    public InferRequest GetRequest(BatchRange range, string modelName)
    {
        if (range.Count == run.Items.Length)
        {
            return whole;
        }

        var part = new InferRequest(modelName, whole.Pool) { ModelVersion = whole.ModelVersion };
        BatchJoiner.CopyRows(whole, range, run.Bucket.Limits, part);
        run.Bucket.Template!.CopyTo(part);
        return part;
    }

    public (BatchRange First, BatchRange Second) Halve(BatchRange range)
    {
        var count = range.Count / 2;
        var firstRows = 0;
        foreach (var item in GetItems(range)[..count])
        {
            firstRows += item.Rows;
        }

        return (
            range with { Count = count, Rows = firstRows },
            new BatchRange(
                range.First + count, range.Count - count, range.FirstRow + firstRows, range.Rows - firstRows));
    }

    public void Fail(BatchRange range, Exception error)
    {
        foreach (var item in GetItems(range))
        {
            if (item.TryMove(ItemState.Running, ItemState.Done))
            {
                item.Fail(error);
            }
        }
    }
}
