namespace KServe.Protocol.Grpc;

/// <summary>Maps the kinds of failure to the status codes of gRPC and back.</summary>
public static class GrpcStatus
{
    /// <summary>Gets the status code that a client sees for a failure.</summary>
    /// <param name="code">The kind of failure.</param>
    /// <returns>The status code.</returns>
    public static GrpcStatusCode FromError(InferenceErrorCode code) => code switch
    {
        InferenceErrorCode.InvalidArgument => GrpcStatusCode.InvalidArgument,
        InferenceErrorCode.NotFound => GrpcStatusCode.NotFound,
        InferenceErrorCode.Conflict => GrpcStatusCode.FailedPrecondition,
        InferenceErrorCode.TooLarge or InferenceErrorCode.ResourceExhausted => GrpcStatusCode.ResourceExhausted,
        InferenceErrorCode.UnsupportedMediaType or InferenceErrorCode.Unimplemented => GrpcStatusCode.Unimplemented,
        InferenceErrorCode.Cancelled => GrpcStatusCode.Cancelled,
        InferenceErrorCode.Unavailable => GrpcStatusCode.Unavailable,
        InferenceErrorCode.DeadlineExceeded => GrpcStatusCode.DeadlineExceeded,
        _ => GrpcStatusCode.Internal,
    };

    /// <summary>Gets the kind of failure that a status code from a server stands for.</summary>
    /// <param name="status">Any status code but <see cref="GrpcStatusCode.Ok"/>.</param>
    /// <returns>The kind of failure.</returns>
    public static InferenceErrorCode ToError(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.OutOfRange => InferenceErrorCode.InvalidArgument,
        GrpcStatusCode.NotFound => InferenceErrorCode.NotFound,
        GrpcStatusCode.AlreadyExists or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.Aborted =>
            InferenceErrorCode.Conflict,
        GrpcStatusCode.ResourceExhausted => InferenceErrorCode.ResourceExhausted,
        GrpcStatusCode.Unimplemented => InferenceErrorCode.Unimplemented,
        GrpcStatusCode.Cancelled => InferenceErrorCode.Cancelled,
        GrpcStatusCode.Unavailable => InferenceErrorCode.Unavailable,
        GrpcStatusCode.DeadlineExceeded => InferenceErrorCode.DeadlineExceeded,
        _ => InferenceErrorCode.Internal,
    };
}
