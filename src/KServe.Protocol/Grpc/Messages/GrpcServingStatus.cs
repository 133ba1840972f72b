namespace KServe.Protocol.Grpc;

/// <summary>Names the states that <c>grpc.health.v1</c> knows.</summary>
public enum GrpcServingStatus
{
    /// <summary>Nothing is known.</summary>
    Unknown = 0,

    /// <summary>Requests are answered.</summary>
    Serving = 1,

    /// <summary>Requests are not answered at present.</summary>
    NotServing = 2,

    /// <summary>There is no such service; sent by <c>Watch</c> alone.</summary>
    ServiceUnknown = 3,
}
