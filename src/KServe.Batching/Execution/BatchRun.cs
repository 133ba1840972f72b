using System.Diagnostics.CodeAnalysis;

namespace KServe.Batching;

/// <summary>One batch from the queue: its items, and the token that ends with the last of them.</summary>
/// <remarks>
/// It waits its turn in the queue of the thread pool and takes its items then: what the requests before it in that
/// queue add is in the batch.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and wait handle holds nothing.")]
internal sealed class BatchRun(BatchRunner runner, BatchScheduler scheduler, BatchBucket bucket) : IThreadPoolWorkItem
{
    private CancellationTokenSource? _abandoned;
    private int _living;

    public BatchScheduler Scheduler => scheduler;

    public BatchBucket Bucket => bucket;

    /// <summary>Gets the items of the batch, once it has begun.</summary>
    public BatchItem[] Items { get; private set; } = [];

    /// <summary>Gets or sets the run that was started after this one, under the same lock.</summary>
    public BatchRun? Next { get; set; }

    /// <summary>Gets the token of the batch: no member's own, cancelled when all of them have gone.</summary>
    public CancellationToken Token => _abandoned?.Token ?? CancellationToken.None;

    /// <summary>Notes that a member has gone.</summary>
    public void Abandon()
    {
        if (Interlocked.Decrement(ref _living) == 0)
        {
            // What the predictor registered runs on the pool: not on the thread that cancels a client's request.
            _ = _abandoned?.CancelAsync();
        }
    }

    /// <summary>Takes items in, under the scheduler's lock.</summary>
    public void Begin(BatchItem[] items)
    {
        Items = items;
        _living = items.Length;
        foreach (var item in items)
        {
            item.Run = this;
            item.Set(ItemState.Joining);
            if (item.Token.CanBeCanceled)
            {
                _abandoned ??= new CancellationTokenSource();
            }
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (scheduler.TryBegin(this))
        {
            _ = runner.RunAsync(this);
        }
    }
}
