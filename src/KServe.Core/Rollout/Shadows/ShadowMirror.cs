namespace KServe;

/// <summary>Sends copies of a share of the requests to a track, and compares what comes back.</summary>
/// <remarks>
/// Safe for concurrent use. The share is spread evenly. Nothing that happens to a copy reaches the client: its response
/// is on the way by then, and what finds no place is not mirrored.
/// </remarks>
internal sealed class ShadowMirror(
    string modelName,
    string track,
    ShadowOptions options,
    Func<ModelRevision?> find,
    ServedModelServices shared)
{
    private readonly int _share = TrafficShare.FromPercent(options.Percent);
    private readonly ShadowCounts _counts = new(shared.Metrics, modelName, track);
    private long _seen;
    private int _running;

    public ShadowCounts Counts => _counts;

    /// <summary>Copies a request when it is its turn, there is a place, and it is not too large.</summary>
    public ShadowRequest? TryCopy(InferRequest request)
    {
        // Modulo first, so that no number of requests overflows.
        var position = (Interlocked.Increment(ref _seen) - 1) % TrafficShare.All;
        if ((position + 1) * _share / TrafficShare.All == position * _share / TrafficShare.All)
        {
            return null;
        }

        if (Interlocked.Increment(ref _running) > options.MaxConcurrency)
        {
            Interlocked.Decrement(ref _running);
            _counts.Add(ShadowResult.Dropped);
            return null;
        }

        if (TryCopyInput(request) is { } copy)
        {
            return new ShadowRequest(this, copy);
        }

        Interlocked.Decrement(ref _running);
        _counts.Add(ShadowResult.Dropped);
        return null;
    }

    public InferResponse? TryCopy(InferResponse response, TensorPool pool)
    {
        try
        {
            return TensorCopies.TryCopy(response, pool, options.MaxBytes);
        }
        catch (Exception error)
        {
            RolloutLog.ShadowFailed(shared.Logger, error, modelName, track);
            return null;
        }
    }

    public async Task RunAsync(ShadowRequest shadow)
    {
        try
        {
            using (shadow.Request)
            {
                await InferAsync(shadow);
            }
        }
        catch (Exception error)
        {
            RolloutLog.ShadowFailed(shared.Logger, error, modelName, track);
            _counts.Add(shadow.HasFailed ? ShadowResult.BothFailed : ShadowResult.Failed);
        }
        finally
        {
            shadow.Expected?.Dispose();
            Interlocked.Decrement(ref _running);
        }
    }

    private InferRequest? TryCopyInput(InferRequest request)
    {
        try
        {
            return TensorCopies.TryCopy(request, options.MaxBytes);
        }
        catch (Exception error)
        {
            // Whatever cannot be copied is the pipeline's to judge, on the client's own request.
            RolloutLog.ShadowFailed(shared.Logger, error, modelName, track);
            return null;
        }
    }

    private async Task InferAsync(ShadowRequest shadow)
    {
        if (find() is not { } revision || !revision.TryPin())
        {
            _counts.Add(ShadowResult.Dropped);
            return;
        }

        using var lease = new RevisionLease(revision);
        using var timeout = new CancellationTokenSource(revision.RequestTimeout, shared.Time);
        var start = shared.Time.GetTimestamp();
        using var response = await revision.InferAsync(shadow.Request, timeout.Token);
        _counts.AddLatency(shared.Time.GetElapsedTime(start) - shadow.Latency);
        _counts.Add(Compare(shadow, response));
    }

    private ShadowResult Compare(ShadowRequest shadow, InferResponse response)
    {
        if (shadow.HasFailed)
        {
            return ShadowResult.StableFailed;
        }

        if (shadow.Expected is not { } expected)
        {
            return ShadowResult.NotCompared;
        }

        return ResponseComparer.Agree(expected, response, options.Tolerance)
            ? ShadowResult.Agreed
            : ShadowResult.Differed;
    }
}
