using System.Diagnostics.Metrics;
using KServe.Runtime.Generative.Telemetry;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>Keeps every measurement of one host's instruments, with its tags.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> _all = [];

    public MetricRecorder(GenerationMetrics metrics)
    {
        var meter = metrics.GeneratedTokens.Meter;
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Gets what was measured under a name so far, gauges as they are now.</summary>
    public (Instrument Instrument, double Value, Dictionary<string, object?> Tags)[] Of(string name)
    {
        lock (_all)
        {
            _all.RemoveAll(static one => one.Instrument.IsObservable);
        }

        _listener.RecordObservableInstruments();
        lock (_all)
        {
            return [.. _all.Where(one => one.Instrument.Name == name)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var copy = tags.ToArray().ToDictionary(StringComparer.Ordinal);
        lock (_all)
        {
            _all.Add((instrument, value, copy));
        }
    }
}
