namespace KServe.AspNetCore;

/// <summary>The one table from the failures of the pipeline to HTTP statuses.</summary>
internal static class HttpStatuses
{
    /// <summary>The status that servers agree on for a request that was cancelled.</summary>
    public const int ClientClosedRequest = 499;

    public static int Of(InferenceErrorCode code) => code switch
    {
        InferenceErrorCode.InvalidArgument => 400,
        InferenceErrorCode.NotFound => 404,
        InferenceErrorCode.Conflict => 409,
        InferenceErrorCode.TooLarge => 413,
        InferenceErrorCode.UnsupportedMediaType => 415,
        InferenceErrorCode.ResourceExhausted => 429,
        InferenceErrorCode.Cancelled => ClientClosedRequest,
        InferenceErrorCode.Unimplemented => 501,
        InferenceErrorCode.Unavailable => 503,
        InferenceErrorCode.DeadlineExceeded => 504,
        _ => 500,
    };
}
