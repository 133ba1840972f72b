using System.Diagnostics.Metrics;

namespace KServe.ModelMesh;

/// <summary>Holds the instruments, under the names that ModelMesh gave them.</summary>
/// <remarks>They carry no name of a model: there are more models than a metrics store takes series.</remarks>
internal sealed class MeshMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "KServe.ModelMesh";

    private static readonly double[] TimeBuckets =
        [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000];

    private static readonly double[] AgeBuckets =
        [1000, 30_000, 300_000, 900_000, 3_600_000, 10_800_000, 43_200_000, 86_400_000];

    private static readonly double[] SizeBuckets =
        [65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864, 268_435_456, 1_073_741_824, 4_294_967_296];

    private readonly Meter _meter;

    public MeshMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        CacheMiss = Time("modelmesh_cache_miss_milliseconds", "Time that requests waited for a model to be loaded.");
        RequestQueueDelay = Time(
            "modelmesh_req_queue_delay_milliseconds", "The part of that time before the load began.");
        LoadTime = Time("modelmesh_loadmodel_milliseconds", "Time to load a model.");
        UnloadTime = Time("modelmesh_unloadmodel_milliseconds", "Time to unload a model.");
        LoadingQueueDelay = Time(
            "modelmesh_loading_queue_delay_milliseconds", "Time that a model waited for its load to begin.");
        AgeAtEviction = Histogram(
            "modelmesh_age_at_eviction_milliseconds", "ms", "Time since a model was used when evicted.", AgeBuckets);
        LoadedSize = Histogram(
            "modelmesh_loaded_model_size_bytes", "By", "Measured size of a loaded model.", SizeBuckets);
        LoadFailures = _meter.CreateCounter<long>("modelmesh_loadmodel_failure", "{load}", "Loads that failed.");
        UnloadFailures = _meter.CreateCounter<long>(
            "modelmesh_unloadmodel_failure", "{unload}", "Unloads that failed.");
        Refused = _meter.CreateCounter<long>(
            "modelmesh_request_refused", "{request}", "Requests refused because too much waited for loads.");
    }

    public Histogram<double> CacheMiss { get; }

    public Histogram<double> RequestQueueDelay { get; }

    public Histogram<double> LoadTime { get; }

    public Histogram<double> UnloadTime { get; }

    public Histogram<double> LoadingQueueDelay { get; }

    public Histogram<double> AgeAtEviction { get; }

    public Histogram<double> LoadedSize { get; }

    public Counter<long> LoadFailures { get; }

    public Counter<long> UnloadFailures { get; }

    public Counter<long> Refused { get; }

    public void Loaded(double milliseconds, long bytes)
    {
        LoadTime.Record(milliseconds);
        LoadedSize.Record(bytes);
    }

    /// <summary>Adds the gauges of what is in memory.</summary>
    public void Observe(LoadScheduler scheduler)
    {
        Gauge("modelmesh_models_loaded_total", "Models in memory.", () => scheduler.LoadedCount);
        Gauge("modelmesh_models_with_failure_total", "Models that failed to load lately.", () => scheduler.FailedCount);
        Gauge("modelmesh_instance_models_total", "Models in memory of this process.", () => scheduler.LoadedCount);
        Gauge("modelmesh_instance_capacity_bytes", "Bytes that models may hold.", () => scheduler.Capacity);
        Gauge("modelmesh_instance_used_bytes", "Bytes that models hold or have reserved.", () => scheduler.UsedBytes);
        Gauge(
            "modelmesh_instance_used_bps",
            "Share of the capacity that is used, in hundredths of a percent.",
            () => (long)(10_000.0 * scheduler.UsedBytes / scheduler.Capacity));
        _meter.CreateObservableGauge(
            "modelmesh_instance_lru_age_seconds",
            () => scheduler.GetOldestAge()?.TotalSeconds ?? 0,
            "s",
            "Time since the least recently used model was used.");
    }

    /// <summary>Adds the gauge of what is registered.</summary>
    public void Observe(MeshCatalog catalog) =>
        Gauge("modelmesh_models_managed_total", "Models that are registered.", () => catalog.ModelCount);

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string description, Func<long> read) =>
        _meter.CreateObservableGauge(name, read, unit: null, description);

    private Histogram<double> Time(string name, string description) =>
        Histogram(name, "ms", description, TimeBuckets);

    private Histogram<double> Histogram(string name, string unit, string description, double[] buckets) =>
        _meter.CreateHistogram(
            name,
            unit,
            description,
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
