using System.Runtime.CompilerServices;

namespace KServe;

/// <summary>Watches the requests of a track while its model has canaries, and mirrors some if asked to.</summary>
/// <remarks>Safe for concurrent use. What it watches and where it mirrors to are replaced as a whole.</remarks>
internal sealed class RevisionTap(TimeProvider time)
{
    private volatile TrafficWindow? _window;
    private volatile ShadowMirror[] _mirrors = [];

    public TrafficWindow? Window
    {
        get => _window;
        set => _window = value;
    }

    public ShadowMirror[] Mirrors
    {
        get => _mirrors;
        set => _mirrors = value;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InferResponse> InferAsync(
        InferencePipeline pipeline,
        TimeSpan requestTimeout,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var copy = CopyForShadow(request);
        try
        {
            var response = await pipeline.InferAsync(request, cancellationToken);
            var elapsed = time.GetElapsedTime(start);
            _window?.Add(TrafficKind.Prediction, elapsed, isFailure: false);
            copy?.Send(response, elapsed);
            return response;
        }
        catch (Exception error)
        {
            var elapsed = Fail(TrafficKind.Prediction, start, requestTimeout, error);
            copy?.Send(response: null, elapsed);
            throw;
        }
    }

    public async ValueTask<InferResponse> ExplainAsync(
        InferencePipeline pipeline,
        TimeSpan requestTimeout,
        InferRequest request,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        try
        {
            var response = await pipeline.ExplainAsync(request, cancellationToken);
            _window?.Add(TrafficKind.Explanation, time.GetElapsedTime(start), isFailure: false);
            return response;
        }
        catch (Exception error)
        {
            Fail(TrafficKind.Explanation, start, requestTimeout, error);
            throw;
        }
    }

    public async IAsyncEnumerable<InferResponse> InferStreamAsync(
        InferencePipeline pipeline,
        TimeSpan requestTimeout,
        InferRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pipeline.Signature is { IsDecoupled: false, CanStream: false })
        {
            // One answer, whatever the protocol calls it: judged and mirrored as any other prediction.
            yield return await InferAsync(pipeline, requestTimeout, request, cancellationToken);
            yield break;
        }

        using var verdict = new StreamVerdict(_window, requestTimeout, time);
        await using var responses = pipeline.InferStreamAsync(request, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(responses, verdict))
        {
            yield return responses.Current;
        }
    }

    // A client that goes away says nothing about the model, unless it went because the time was over.
    internal static bool IsVerdict(Exception error, bool isLate) =>
        isLate || error is not (OperationCanceledException or InferenceException
        {
            Code: InferenceErrorCode.Cancelled,
        });

    internal static bool IsFailure(Exception error) => error is not InferenceException inference
        || inference.Code is InferenceErrorCode.Internal
            or InferenceErrorCode.Unavailable
            or InferenceErrorCode.DeadlineExceeded;

    private static async ValueTask<bool> MoveNextAsync(
        IAsyncEnumerator<InferResponse> responses,
        StreamVerdict verdict)
    {
        try
        {
            var hasNext = await responses.MoveNextAsync();
            verdict.Answered();
            return hasNext;
        }
        catch (Exception error)
        {
            verdict.Failed(error);
            throw;
        }
    }

    // Each mirror takes its share of the requests; a request goes to the first that wants it.
    private ShadowRequest? CopyForShadow(InferRequest request)
    {
        foreach (var mirror in _mirrors)
        {
            if (mirror.TryCopy(request) is { } copy)
            {
                return copy;
            }
        }

        return null;
    }

    private TimeSpan Fail(TrafficKind kind, long start, TimeSpan requestTimeout, Exception error)
    {
        var elapsed = time.GetElapsedTime(start);
        if (IsVerdict(error, elapsed >= requestTimeout))
        {
            _window?.Add(kind, elapsed, IsFailure(error));
        }

        return elapsed;
    }
}
