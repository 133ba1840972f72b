using System.Diagnostics;

namespace KServe;

/// <summary>Follows one request through a pipeline and writes down once how it ended.</summary>
internal readonly struct PipelineCall(PipelineTelemetry telemetry, Activity? activity, long start) : IDisposable
{
    public void Succeed() => telemetry.Succeeded(start);

    /// <summary>Counts a failure.</summary>
    /// <returns><see langword="true"/> when the exception may go on to the caller as it is.</returns>
    public bool Fail(Exception error, CancellationToken cancellationToken)
    {
        var (reason, isExpected) = error switch
        {
            InferenceException inference => (GetName(inference.Code), true),
            OperationCanceledException when cancellationToken.IsCancellationRequested => ("cancelled", true),
            _ => ("internal", false),
        };
        telemetry.Failed(start, reason);
        activity?.SetStatus(ActivityStatusCode.Error, reason);
        return isExpected;
    }

    public void Dispose() => activity?.Dispose();

    private static string GetName(InferenceErrorCode code) => code switch
    {
        InferenceErrorCode.InvalidArgument => "invalid_argument",
        InferenceErrorCode.NotFound => "not_found",
        InferenceErrorCode.Conflict => "conflict",
        InferenceErrorCode.TooLarge => "too_large",
        InferenceErrorCode.UnsupportedMediaType => "unsupported_media_type",
        InferenceErrorCode.ResourceExhausted => "resource_exhausted",
        InferenceErrorCode.Cancelled => "cancelled",
        InferenceErrorCode.Unimplemented => "unimplemented",
        InferenceErrorCode.Unavailable => "unavailable",
        InferenceErrorCode.DeadlineExceeded => "deadline_exceeded",
        _ => "internal",
    };
}
