namespace KServe;

/// <summary>Tells requests apart whose latencies cannot be compared with each other.</summary>
internal enum TrafficKind
{
    /// <summary>A prediction: latency until the answer.</summary>
    Prediction,

    /// <summary>An explanation: latency until the answer.</summary>
    Explanation,

    /// <summary>A stream: latency until its first response, because its length is the request's.</summary>
    Stream,
}
