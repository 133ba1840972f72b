namespace KServe.PayloadLog;

/// <summary>What one run showed; latencies in microseconds.</summary>
internal sealed record Figures(double PerSecond, double P50, double P99, long Logged, long Dropped, long Failed)
{
    /// <summary>Gets the run whose p99 is the median.</summary>
    public static Figures Median(IReadOnlyList<Figures> runs) =>
        runs.OrderBy(static figures => figures.P99).ElementAt(runs.Count / 2);
}
