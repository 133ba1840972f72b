namespace KServe.Protocol.Grpc;

/// <summary>Names the status codes of gRPC by their numbers on the wire.</summary>
public enum GrpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>The cause is not known.</summary>
    Unknown = 2,

    /// <summary>The request is wrong.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline has passed.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something does not exist.</summary>
    NotFound = 5,

    /// <summary>Something exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or size is exceeded.</summary>
    ResourceExhausted = 8,

    /// <summary>The operation contradicts the present state.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was aborted by a conflict.</summary>
    Aborted = 10,

    /// <summary>A position is out of range.</summary>
    OutOfRange = 11,

    /// <summary>The operation is not supported.</summary>
    Unimplemented = 12,

    /// <summary>The server failed.</summary>
    Internal = 13,

    /// <summary>The server cannot answer at present.</summary>
    Unavailable = 14,

    /// <summary>Data is lost.</summary>
    DataLoss = 15,

    /// <summary>The caller has no valid credentials.</summary>
    Unauthenticated = 16,
}
