namespace KServe;

/// <summary>Names the kinds of failure that a client can see.</summary>
/// <remarks>Each protocol maps a code to its own status once, at the edge.</remarks>
public enum InferenceErrorCode
{
    /// <summary>The server or the model failed; HTTP 500, gRPC INTERNAL.</summary>
    Internal = 0,

    /// <summary>The request is wrong; HTTP 400, gRPC INVALID_ARGUMENT.</summary>
    InvalidArgument,

    /// <summary>The model or version does not exist; HTTP 404, gRPC NOT_FOUND.</summary>
    NotFound,

    /// <summary>The operation contradicts the present state; HTTP 409, gRPC FAILED_PRECONDITION.</summary>
    Conflict,

    /// <summary>The request is larger than the limit; HTTP 413, gRPC RESOURCE_EXHAUSTED.</summary>
    TooLarge,

    /// <summary>The content type or encoding is not supported; HTTP 415, gRPC UNIMPLEMENTED.</summary>
    UnsupportedMediaType,

    /// <summary>A quota is used up; HTTP 429, gRPC RESOURCE_EXHAUSTED.</summary>
    ResourceExhausted,

    /// <summary>The client has gone; HTTP 499 in logs only, gRPC CANCELLED.</summary>
    Cancelled,

    /// <summary>The operation is not supported; HTTP 501, gRPC UNIMPLEMENTED.</summary>
    Unimplemented,

    /// <summary>Overload, draining or a model that is not ready; HTTP 503, gRPC UNAVAILABLE.</summary>
    Unavailable,

    /// <summary>The deadline has passed; HTTP 504, gRPC DEADLINE_EXCEEDED.</summary>
    DeadlineExceeded,
}
