using System.Diagnostics.CodeAnalysis;

namespace KServe.Batching;

/// <summary>One batch from the queue: its items, and the token that ends with the last of them.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and wait handle holds nothing.")]
internal sealed class BatchRun : IThreadPoolWorkItem
{
    private readonly BatchRunner _runner;
    private readonly CancellationTokenSource? _abandoned;
    private int _living;

    public BatchRun(BatchRunner runner, BatchScheduler scheduler, BatchBucket bucket, BatchItem[] items)
    {
        _runner = runner;
        Scheduler = scheduler;
        Bucket = bucket;
        Items = items;
        _living = items.Length;
        foreach (var item in items)
        {
            item.Run = this;
            if (item.Token.CanBeCanceled)
            {
                _abandoned ??= new CancellationTokenSource();
            }
        }
    }

    public BatchScheduler Scheduler { get; }

    public BatchBucket Bucket { get; }

    public BatchItem[] Items { get; }

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

    void IThreadPoolWorkItem.Execute() => _ = _runner.RunAsync(this);
}
