using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLog;

/// <summary>Adds up the counters of one server's payload log.</summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new(StringComparer.Ordinal);

    public Counters(IServiceProvider services)
    {
        var scope = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is Counter<long> && instrument.Meter.Name == PayloadLoggingTelemetry.Name
                && ReferenceEquals(instrument.Meter.Scope, scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string name] => _sums.GetValueOrDefault("kserve.payload_log." + name);

    public void Dispose() => _listener.Dispose();
}
