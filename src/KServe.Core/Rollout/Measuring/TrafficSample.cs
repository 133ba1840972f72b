using System.Runtime.InteropServices;

namespace KServe;

/// <summary>What a track has answered within its window.</summary>
/// <param name="Requests">The requests of all kinds.</param>
/// <param name="Failures">How many of those failed by the server's fault.</param>
/// <param name="Latency">A quantile of the latencies of predictions.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrafficSample(long Requests, long Failures, TimeSpan Latency)
{
    public LatencySample Explanations { get; init; }

    public LatencySample Streams { get; init; }

    public LatencySample Predictions => new(Requests - Explanations.Requests - Streams.Requests, Latency);

    public double ErrorRate => Requests == 0 ? 0 : (double)Failures / Requests;

    public LatencySample Of(TrafficKind kind) => kind switch
    {
        TrafficKind.Explanation => Explanations,
        TrafficKind.Stream => Streams,
        _ => Predictions,
    };
}
