namespace KServe.PayloadLog;

/// <summary>What one run showed; latencies in microseconds.</summary>
internal sealed record Figures(double PerSecond, double P50, double P99)
{
    /// <summary>Gets the events that were logged, for each second.</summary>
    public double LoggedPerSecond { get; init; }

    public long Dropped { get; init; }

    public long Failed { get; init; }

    /// <summary>Gets the processor time of a request in microseconds, client and server, without the log's
    /// threads.</summary>
    public double RequestTime { get; init; }

    /// <summary>Gets the processor time of a logged event in microseconds, on the log's threads.</summary>
    public double EventTime { get; init; }

    /// <summary>Gets the run whose p99 is the median.</summary>
    public static Figures Median(IReadOnlyList<Figures> runs) =>
        runs.OrderBy(static figures => figures.P99).ElementAt(runs.Count / 2);
}
