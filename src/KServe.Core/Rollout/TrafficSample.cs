using System.Runtime.InteropServices;

namespace KServe;

/// <summary>What a track has answered within its window.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrafficSample(long Requests, long Failures, TimeSpan Latency)
{
    public double ErrorRate => Requests == 0 ? 0 : (double)Failures / Requests;
}
