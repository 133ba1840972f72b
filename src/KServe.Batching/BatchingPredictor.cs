namespace KServe.Batching;

/// <summary>Runs requests together before they reach a predictor.</summary>
/// <remarks>
/// A request that needs no company goes to the predictor as it is, on the thread of its caller. Safe for concurrent
/// use.
/// </remarks>
internal sealed class BatchingPredictor : DelegatingPredictor
{
    private readonly BatcherContext _context;
    private readonly BatchLimits _limits;
    private readonly BatchScheduler _scheduler;
    private readonly TimeProvider _time;

    public BatchingPredictor(
        Predictor inner,
        BatcherContext context,
        BatchLimits limits,
        ModelSignature signature,
        BatchRunner runner)
        : base(inner)
    {
        _context = context;
        _limits = limits;
        _time = context.Time;
        Signature = signature;
        _scheduler = new BatchScheduler(context, limits, signature, runner);
    }

    public override ModelSignature Signature { get; }

    internal BatchScheduler Scheduler => _scheduler;

    public override ValueTask<InferResponse> PredictAsync(InferRequest request, CancellationToken cancellationToken)
    {
        var rows = RequestMeasure.Count(request, _limits);
        var parameters = QueueParameters.Read(request, _context.Options);
        cancellationToken.ThrowIfCancellationRequested();
        return _scheduler.Enter(request, rows, parameters, out var bucket, cancellationToken) is { } item
            ? item.Answer
            : RunStraight(request, bucket, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        // Requests that were cancelled have left, but the batches that they were in may still run.
        await _scheduler.DrainAsync();
        _scheduler.Dispose();
        await base.DisposeAsync();
    }

    private ValueTask<InferResponse> RunStraight(
        InferRequest request,
        BatchBucket bucket,
        CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        ValueTask<InferResponse> answer;
        try
        {
            answer = Inner.PredictAsync(request, cancellationToken);
        }
        catch
        {
            _scheduler.Leave(bucket, requests: 1, _time.GetTimestamp() - start);
            throw;
        }

        if (!answer.IsCompletedSuccessfully)
        {
            return WaitAsync(answer, request, bucket, start);
        }

        Leave(request, bucket, start);
        return answer;
    }

    private async ValueTask<InferResponse> WaitAsync(
        ValueTask<InferResponse> answer,
        InferRequest request,
        BatchBucket bucket,
        long start)
    {
        InferResponse response;
        try
        {
            response = await answer;
        }
        catch
        {
            _scheduler.Leave(bucket, requests: 1, _time.GetTimestamp() - start);
            throw;
        }

        Leave(request, bucket, start);
        return response;
    }

    private void Leave(InferRequest request, BatchBucket bucket, long start)
    {
        var end = _time.GetTimestamp();
        _scheduler.Leave(bucket, requests: 1, end - start);
        _context.Recorder.Executed(new BatchExecution(
            Requests: 1, BatchRunner.CountRows(request), default, _time.GetElapsedTime(start, end), default));
    }
}
