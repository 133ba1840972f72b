namespace KServe;

/// <summary>Names the protocol that a request came by.</summary>
public enum InferenceProtocol : byte
{
    /// <summary>None: code of the application made the request.</summary>
    InProcess,

    /// <summary>The V1 protocol: JSON over HTTP, or a CloudEvent.</summary>
    V1,

    /// <summary>The Open Inference Protocol over HTTP.</summary>
    V2Rest,

    /// <summary>The Open Inference Protocol over gRPC.</summary>
    Grpc,

    /// <summary>OpenAI's API over HTTP.</summary>
    OpenAi,
}
