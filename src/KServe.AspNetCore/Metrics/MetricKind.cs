namespace KServe.AspNetCore;

/// <summary>The kinds of metrics in Prometheus text.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
