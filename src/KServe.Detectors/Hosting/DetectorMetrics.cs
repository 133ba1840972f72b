using System.Diagnostics.Metrics;

namespace KServe.Detectors;

/// <summary>Holds the instruments of one host.</summary>
internal sealed class DetectorMetrics : IDisposable
{
    private static readonly double[] ScoreBuckets =
        [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1, 2, 3, 4, 5, 7, 10, 20, 50, 100];

    private readonly Meter _meter;

    public DetectorMetrics(IMeterFactory? factory)
    {
        // Hosts bring a factory, which scopes instruments to them; a bare service collection has none.
        _meter = factory?.Create(DetectorTelemetry.Name) ?? new Meter(DetectorTelemetry.Name);
        Score = _meter.CreateHistogram(
            "kserve.detector.score",
            "1",
            "Scores of rows.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = ScoreBuckets });
        Rows = _meter.CreateCounter<long>("kserve.detector.rows", "{row}", "Rows that were looked at.");
        Flags = _meter.CreateCounter<long>(
            "kserve.detector.flags", "{flag}", "Rows that were outliers, or tests that found drift or unfairness.");
        Tests = _meter.CreateCounter<long>("kserve.detector.tests", "{test}", "Windows that were tested.");
        Dropped = _meter.CreateCounter<long>(
            "kserve.detector.dropped", "{request}", "Requests and events for which there was no room.");
        Skipped = _meter.CreateCounter<long>(
            "kserve.detector.skipped", "{row}", "Rows, or requests, that do not fit the reference.");
        Statistic = _meter.CreateGauge<double>("kserve.detector.statistic", "1", "The latest statistic of a feature.");
        PValue = _meter.CreateGauge<double>("kserve.detector.p_value", "1", "The latest p-value of a feature.");
    }

    public Histogram<double> Score { get; }

    public Counter<long> Rows { get; }

    public Counter<long> Flags { get; }

    public Counter<long> Tests { get; }

    public Counter<long> Dropped { get; }

    public Counter<long> Skipped { get; }

    public Gauge<double> Statistic { get; }

    public Gauge<double> PValue { get; }

    public void Dispose() => _meter.Dispose();
}
