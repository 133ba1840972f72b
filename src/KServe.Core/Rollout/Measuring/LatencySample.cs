using System.Runtime.InteropServices;

namespace KServe;

/// <summary>The latencies of one kind of requests: how many there were, and a quantile of them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LatencySample(long Requests, TimeSpan Latency);
