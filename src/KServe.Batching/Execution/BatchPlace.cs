namespace KServe.Batching;

/// <summary>A batch's place among those that run; given back once.</summary>
internal sealed class BatchPlace(BatchRun run, long start)
{
    private bool _isLeft;

    public long Start => start;

    public void Leave(long now)
    {
        if (!_isLeft)
        {
            _isLeft = true;
            run.Scheduler.Leave(run.Bucket, run.Items.Length, now - start);
        }
    }
}
