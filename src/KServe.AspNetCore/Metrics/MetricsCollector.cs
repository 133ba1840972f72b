using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>Collects the measurements of this host's meters for the metrics route.</summary>
/// <remarks>
/// Listens to meters whose names begin with <c>KServe.</c> and which this host's factory created: two hosts in one
/// process do not see each other. Safe for concurrent use.
/// </remarks>
internal sealed class MetricsCollector : IDisposable
{
    private const string MeterPrefix = "KServe.";
    private const int MaxSeries = 10_000;

    private readonly Lock _lock = new();
    private readonly IMeterFactory _factory;
    private readonly MeterListener _listener = new();
    private readonly SeriesBudget _budget;
    private volatile MetricFamily[] _families = [];

    public MetricsCollector(IMeterFactory factory, ILogger<MetricsCollector> logger)
    {
        _factory = factory;
        _budget = new SeriesBudget(MaxSeries, logger);
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(value, tags, family));
        _listener.SetMeasurementEventCallback<decimal>(
            static (_, value, tags, family) => Record((double)value, tags, family));
        _listener.Start();
    }

    /// <summary>Gets the measurements that were dropped because there are too many series.</summary>
    public long Dropped => _budget.Dropped;

    /// <summary>Asks observable instruments for their values and passes all metrics, sorted by name.</summary>
    public void Collect<TState>(TState state, Action<TState, MetricFamily> visit)
    {
        lock (_lock)
        {
            foreach (var family in _families)
            {
                family.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            foreach (var family in _families)
            {
                visit(state, family);
            }
        }
    }

    /// <summary>Forgets all series with a tag.</summary>
    public void Forget(string name, string value)
    {
        foreach (var family in _families)
        {
            family.Forget(new KeyValuePair<string, object?>(name, value));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal)
            || !ReferenceEquals(instrument.Meter.Scope, _factory))
        {
            return;
        }

        var (kind, isSum) = GetKind(instrument);
        var bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
        var family = new MetricFamily(instrument, kind, bounds?.ToArray(), _budget) { IsSum = isSum };
        lock (_lock)
        {
            _families = [.. _families.Append(family).OrderBy(static known => known.Name, StringComparer.Ordinal)];
        }

        listener.EnableMeasurementEvents(instrument, family);
    }

    private static (MetricKind Kind, bool IsSum) GetKind(Instrument instrument) =>
        GetKind<long>(instrument)
        ?? GetKind<double>(instrument)
        ?? GetKind<int>(instrument)
        ?? GetKind<float>(instrument)
        ?? GetKind<short>(instrument)
        ?? GetKind<byte>(instrument)
        ?? GetKind<decimal>(instrument)
        ?? (MetricKind.Gauge, false);

    private static (MetricKind Kind, bool IsSum)? GetKind<T>(Instrument instrument)
        where T : struct => instrument switch
        {
            Histogram<T> => (MetricKind.Histogram, false),
            Counter<T> or ObservableCounter<T> => (MetricKind.Counter, true),
            UpDownCounter<T> or ObservableUpDownCounter<T> => (MetricKind.Gauge, true),
            Gauge<T> or ObservableGauge<T> => (MetricKind.Gauge, false),
            _ => null,
        };

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? family) =>
        ((MetricFamily)family!).Record(value, tags);
}
