namespace KServe;

/// <summary>Says what a request is told that finds no place in its model's queue.</summary>
public enum QueueOverflow
{
    /// <summary>503 (gRPC: UNAVAILABLE), as a KServe cluster's queue: try another server, or this one later.</summary>
    Unavailable,

    /// <summary>429 (gRPC: RESOURCE_EXHAUSTED), as gateways of language models: send less.</summary>
    TooManyRequests,
}
