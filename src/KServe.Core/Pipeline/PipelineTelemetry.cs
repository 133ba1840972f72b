using System.Diagnostics;

namespace KServe;

/// <summary>Writes what happens in one pipeline to statistics, metrics and traces.</summary>
internal sealed class PipelineTelemetry(KServeMetrics metrics, TimeProvider time, string modelName, string version)
    : IBatchRecorder
{
    private readonly KeyValuePair<string, object?> _model = new("model_name", modelName);
    private readonly KeyValuePair<string, object?> _version = new("model_version", version);
    private long _active;
    private long _queued;

    /// <summary>Gets which model and version this is about.</summary>
    public (string Model, string Version) Key => (modelName, version);

    /// <summary>Gets the requests that run.</summary>
    public long Active => Volatile.Read(ref _active);

    /// <summary>Gets the requests that wait, for admission or for a batch.</summary>
    public long Queued => Volatile.Read(ref _queued);

    public ModelStatistics Statistics { get; } = new();

    /// <summary>Gets whether a batcher times the predictor: a request does not know when its batch began.</summary>
    public bool IsBatched { get; init; }

    public long Timestamp => time.GetTimestamp();

    public PipelineCall Start(InferRequest request)
    {
        var activity = metrics.ActivitySource.StartActivity("kserve.infer");
        if (activity is not null)
        {
            activity.SetTag("kserve.model.name", modelName);
            activity.SetTag("kserve.model.version", version);
            activity.SetTag("kserve.request.id", request.Id ?? GetRequestId(request));
        }

        var now = Timestamp;
        Statistics.Started(now);
        return new PipelineCall(this, activity, now);
    }

    /// <summary>Shows the requests of this pipeline in the host's gauges until <see cref="Close"/>.</summary>
    public void Open() => metrics.Requests.Add(this);

    public void Close() => metrics.Requests.Remove(this);

    public void Entered()
    {
        Interlocked.Increment(ref _active);
        Statistics.Queue.Add(TimeSpan.Zero);
    }

    public void Exited() => Interlocked.Decrement(ref _active);

    public long Waiting()
    {
        Interlocked.Increment(ref _queued);
        return Timestamp;
    }

    public void Waited(long start)
    {
        var elapsed = time.GetElapsedTime(start);
        Interlocked.Decrement(ref _queued);
        metrics.Queue.Record(elapsed.TotalSeconds, _model, _version);
        Statistics.Queue.AddTime(elapsed);
    }

    /// <summary>Notes the time in a transformer before the predictor; without one start and end are the same.</summary>
    /// <remarks>Of several transformers the innermost counts the request.</remarks>
    public void Preprocessed(long start, long end, bool counts = true)
    {
        var elapsed = time.GetElapsedTime(start, end);
        if (counts)
        {
            Statistics.ComputeInput.Add(elapsed);
        }
        else
        {
            Statistics.ComputeInput.AddTime(elapsed);
        }

        metrics.Preprocess.Record(elapsed.TotalSeconds, _model);
    }

    public long Predicted(long start, InferRequest request)
    {
        var now = Timestamp;
        if (IsBatched)
        {
            return now;
        }

        var elapsed = time.GetElapsedTime(start, now);
        Statistics.ComputeInfer.Add(elapsed);
        Statistics.CountExecution(CountRows(request), TimeSpan.Zero, elapsed, TimeSpan.Zero);
        metrics.Predict.Record(elapsed.TotalSeconds, _model);
        return now;
    }

    /// <summary>Notes the time in a transformer after the predictor; without one start and end are the same.</summary>
    public void Postprocessed(long start, long end, bool counts = true)
    {
        var elapsed = time.GetElapsedTime(start, end);
        if (counts)
        {
            Statistics.ComputeOutput.Add(elapsed);
        }
        else
        {
            Statistics.ComputeOutput.AddTime(elapsed);
        }

        metrics.Postprocess.Record(elapsed.TotalSeconds, _model);
    }

    public void Explained(long start) =>
        metrics.Explain.Record(time.GetElapsedTime(start).TotalSeconds, _model);

    public void Succeeded(long start)
    {
        var elapsed = time.GetElapsedTime(start);
        Statistics.Succeeded(elapsed, time.GetUtcNow());
        metrics.Request.Record(elapsed.TotalSeconds, _model, _version);
    }

    public void Failed(long start, string reason)
    {
        var elapsed = time.GetElapsedTime(start);
        Statistics.Fail.Add(elapsed);
        metrics.Request.Record(elapsed.TotalSeconds, _model, _version);
        metrics.Errors.Add(1, _model, _version, new("error.type", reason));
    }

    void IBatchRecorder.Waiting()
    {
        // Let in by the pipeline, but not running: the two gauges count each request once.
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref _queued);
    }

    void IBatchRecorder.Waited(TimeSpan duration)
    {
        Interlocked.Decrement(ref _queued);
        Interlocked.Increment(ref _active);
        metrics.Queue.Record(duration.TotalSeconds, _model, _version);
        Statistics.Queue.AddTime(duration);
    }

    void IBatchRecorder.Executed(in BatchExecution execution)
    {
        var (requests, rows, input, infer, output) = execution;
        Statistics.ComputeInput.AddTime(input * requests);
        Statistics.ComputeInfer.Add(requests, infer);
        Statistics.ComputeOutput.AddTime(output * requests);
        Statistics.CountExecution(rows, input, infer, output);
        metrics.BatchSize.Record(rows, _model, _version);
        if (metrics.Predict.Enabled)
        {
            for (var i = 0; i < requests; i++)
            {
                metrics.Predict.Record(infer.TotalSeconds, _model);
            }
        }
    }

    private static string? GetRequestId(InferRequest request) =>
        request.Headers.TryGetValue(HeaderNames.RequestId, out var id) ? id : null;

    private static long CountRows(InferRequest request) =>
        request.Inputs.Count > 0 && request.Inputs[0].Shape.Rank > 0 ? request.Inputs[0].Shape[0] : 1;
}
