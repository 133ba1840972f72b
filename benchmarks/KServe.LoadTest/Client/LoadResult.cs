using KServe.LoadTest.Measuring;

namespace KServe.LoadTest.Client;

/// <summary>What one run of a load saw.</summary>
/// <param name="Completed">The answers within the measured time.</param>
/// <param name="Total">All answers, with those that came after the time was up.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="Latencies">The latencies of all answers, from the intended time of sending.</param>
internal sealed record LoadResult(long Completed, long Total, double Seconds, LatencyHistogram Latencies)
{
    /// <summary>Gets the answers per second.</summary>
    public double Rate => Completed / Seconds;
}
