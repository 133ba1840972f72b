using Microsoft.Extensions.Logging;

namespace KServe.Detectors;

/// <summary>What one detector of one revision counts and tells.</summary>
internal sealed class DetectorScope(
    DetectorOptions options,
    InferenceObserverContext model,
    DetectorMetrics metrics,
    DetectionEvents? events,
    TimeProvider time,
    ILogger logger)
{
    private readonly KeyValuePair<string, object?> _model = new("model_name", model.ModelName);
    private readonly KeyValuePair<string, object?> _detector = new("detector", options.EffectiveName);
    private int _failures;

    public TimeProvider Time => time;

    public void CountRows(long count) => metrics.Rows.Add(count, _model, _detector);

    public void CountDropped() => metrics.Dropped.Add(1, _model, _detector);

    public void CountTest() => metrics.Tests.Add(1, _model, _detector);

    public void RecordScore(double score)
    {
        // An infinite one would make the sum of all infinite.
        if (double.IsFinite(score))
        {
            metrics.Score.Record(score, _model, _detector);
        }
    }

    public void RecordStatistic(string feature, double value) =>
        metrics.Statistic.Record(value, _model, _detector, new("feature", feature));

    public void RecordPValue(string feature, double value) =>
        metrics.PValue.Record(value, _model, _detector, new("feature", feature));

    /// <summary>Counts what does not fit the reference, and says so once.</summary>
    public void Skip(long count, string reason)
    {
        metrics.Skipped.Add(count, _model, _detector);
        if (Interlocked.Increment(ref _failures) == 1)
        {
            DetectorLog.Skipped(logger, options.EffectiveName, model.ModelName, reason);
        }
    }

    public void Failed(Exception error) => DetectorLog.Failed(logger, error, options.EffectiveName, model.ModelName);

    /// <summary>Counts a detection and tells everybody who wants to know.</summary>
    public void Report(string method, IReadOnlyList<Finding> findings, string? requestId = null, int row = -1)
    {
        metrics.Flags.Add(1, _model, _detector);
        if (options.OnDetected is null && events is null)
        {
            return;
        }

        var detection = new Detection
        {
            Detector = options.EffectiveName,
            Kind = options.Kind,
            Method = method,
            ModelName = model.ModelName,
            ModelVersion = model.ModelVersion,
            Time = time.GetUtcNow(),
            RequestId = requestId,
            Row = row,
            Findings = findings,
        };
        if (events?.TryAdd(detection) == false)
        {
            CountDropped();
        }

        options.OnDetected?.Invoke(detection);
    }
}
