namespace KServe.Protocol;

/// <summary>The one table between the failures of the pipeline and HTTP statuses.</summary>
public static class InferenceStatus
{
    /// <summary>The status that servers agree on for a request whose client has gone.</summary>
    public const int ClientClosedRequest = 499;

    /// <summary>Gets the status of a failure.</summary>
    /// <param name="code">The failure.</param>
    /// <returns>A status from 400 to 504.</returns>
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

    /// <summary>Gets the failure that a status stands for.</summary>
    /// <param name="status">The status of an answer that is none of success.</param>
    /// <returns>The failure whose status it is, or the nearest in meaning.</returns>
    public static InferenceErrorCode ToCode(int status) => status switch
    {
        404 => InferenceErrorCode.NotFound,
        408 or 504 => InferenceErrorCode.DeadlineExceeded,
        409 => InferenceErrorCode.Conflict,
        413 => InferenceErrorCode.TooLarge,
        415 => InferenceErrorCode.UnsupportedMediaType,
        429 => InferenceErrorCode.ResourceExhausted,
        ClientClosedRequest => InferenceErrorCode.Cancelled,
        501 => InferenceErrorCode.Unimplemented,
        502 or 503 => InferenceErrorCode.Unavailable,
        >= 400 and < 500 => InferenceErrorCode.InvalidArgument,
        _ => InferenceErrorCode.Internal,
    };
}
