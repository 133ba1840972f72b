using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KServe;

/// <summary>Holds the instruments of one host.</summary>
internal sealed class KServeMetrics : IDisposable
{
    private static readonly double[] DurationBuckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly int[] SizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    private readonly Meter _meter;

    public KServeMetrics(IMeterFactory? factory, TensorPool pool)
    {
        // Hosts bring a factory, which scopes instruments to them; a bare service collection has none.
        _meter = factory?.Create(KServeTelemetry.Name) ?? new Meter(KServeTelemetry.Name);
        ActivitySource = new ActivitySource(KServeTelemetry.Name);
        Preprocess = Duration("kserve.request.preprocess.duration", "Time in the transformer before the predictor.");
        Predict = Duration("kserve.request.predict.duration", "Time in the predictor.");
        Postprocess = Duration("kserve.request.postprocess.duration", "Time in the transformer after the predictor.");
        Explain = Duration("kserve.request.explain.duration", "Time in the explainer.");
        Request = Duration("kserve.request.duration", "Time of a request from checks to response.");
        Queue = Duration("kserve.request.queue.duration", "Time that a request waited for admission.");
        Errors = _meter.CreateCounter<long>("kserve.request.errors", "{request}", "Requests that failed.");
        _meter.CreateObservableUpDownCounter(
            "kserve.request.active",
            () => Requests.Measure(static pipeline => pipeline.Active),
            "{request}",
            "Requests that run.");
        _meter.CreateObservableUpDownCounter(
            "kserve.request.queued",
            () => Requests.Measure(static pipeline => pipeline.Queued),
            "{request}",
            "Requests that wait.");
        BatchSize = _meter.CreateHistogram(
            "kserve.batch.size",
            "{row}",
            "Rows of a call of the predictor.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = SizeBuckets });
        ModelLoad = Duration("kserve.model.load.duration", "Time to load a model version.");
        _meter.CreateObservableUpDownCounter(
            "kserve.tensor.rented", () => pool.RentedBytes, "By", "Bytes of tensor memory that is in use.");
    }

    public ActivitySource ActivitySource { get; }

    public Histogram<double> Preprocess { get; }

    public Histogram<double> Predict { get; }

    public Histogram<double> Postprocess { get; }

    public Histogram<double> Explain { get; }

    public Histogram<double> Request { get; }

    public Histogram<double> Queue { get; }

    public Histogram<double> ModelLoad { get; }

    public Histogram<int> BatchSize { get; }

    public Counter<long> Errors { get; }

    /// <summary>Gets the pipelines whose requests the gauges show.</summary>
    public RequestGauges Requests { get; } = new();

    public void Dispose()
    {
        _meter.Dispose();
        ActivitySource.Dispose();
    }

    private Histogram<double> Duration(string name, string description) => _meter.CreateHistogram(
        name,
        "s",
        description,
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets });
}
