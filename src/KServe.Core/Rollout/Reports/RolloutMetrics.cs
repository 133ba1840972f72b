using System.Diagnostics.Metrics;

namespace KServe;

/// <summary>Holds the instruments about canaries and shadows of one host.</summary>
internal sealed class RolloutMetrics : IDisposable
{
    private static readonly double[] DifferenceBuckets =
        [-1, -0.25, -0.05, -0.01, -0.0025, -0.001, 0, 0.001, 0.0025, 0.01, 0.05, 0.25, 1, 5];

    private readonly Lock _lock = new();
    private readonly List<ServedModel> _models = [];
    private readonly Meter _meter;

    public RolloutMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(KServeTelemetry.Name) ?? new Meter(KServeTelemetry.Name);
        Changes = _meter.CreateCounter<long>(
            "kserve.rollout.changes", "{change}", "Steps, promotions and rollbacks of canaries.");
        Shadowed = _meter.CreateCounter<long>(
            "kserve.shadow.requests", "{request}", "Mirrored requests by how they ended.");
        ShadowLatency = _meter.CreateHistogram(
            "kserve.shadow.latency.difference",
            "s",
            "Latency of mirrored requests less that of the clients' own.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DifferenceBuckets });
        _meter.CreateObservableGauge(
            "kserve.rollout.traffic", MeasureTraffic, "%", "Share of requests of each track of models with canaries.");
    }

    public Counter<long> Changes { get; }

    public Counter<long> Shadowed { get; }

    public Histogram<double> ShadowLatency { get; }

    /// <summary>Shows the traffic of a model with canaries until <see cref="Remove"/>.</summary>
    public void Add(ServedModel model)
    {
        lock (_lock)
        {
            if (!_models.Contains(model))
            {
                _models.Add(model);
            }
        }
    }

    public void Remove(ServedModel model)
    {
        lock (_lock)
        {
            _models.Remove(model);
        }
    }

    public void Count(string modelName, string track, string change) => Changes.Add(
        1, new("model_name", modelName), new("track", track), new("change", change));

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> MeasureTraffic()
    {
        lock (_lock)
        {
            return [.. _models.SelectMany(static model => Measure(model.Name, model.Routes))];
        }
    }

    private static IEnumerable<Measurement<double>> Measure(string modelName, ModelRoutes routes) =>
    [
        Measure(modelName, Track.StableName, routes.StableShare),
        .. routes.Canaries.Select(track => Measure(modelName, track.Name, track.Share)),
    ];

    private static Measurement<double> Measure(string modelName, string track, int share) => new(
        TrafficShare.ToPercent(share),
        new KeyValuePair<string, object?>("model_name", modelName),
        new KeyValuePair<string, object?>("track", track));
}
