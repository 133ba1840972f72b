namespace KServe.PayloadLog;

/// <summary>What one run showed; latencies in microseconds.</summary>
internal sealed record Figures(double PerSecond, double P50, double P99, long Logged, long Dropped, long Failed);
