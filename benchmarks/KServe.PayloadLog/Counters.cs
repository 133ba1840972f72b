using System.Diagnostics.Metrics;
using KServe.PayloadLogging;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.PayloadLog;

/// <summary>Adds up the counters of one server's payload log.</summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _logged;
    private long _dropped;
    private long _failed;

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
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    public long Logged => Volatile.Read(ref _logged);

    public long Dropped => Volatile.Read(ref _dropped);

    public long Failed => Volatile.Read(ref _failed);

    public void Dispose() => _listener.Dispose();

    private void Add(string name, long value)
    {
        switch (name)
        {
            case "kserve.payload_log.logged":
                Interlocked.Add(ref _logged, value);
                break;
            case "kserve.payload_log.dropped":
                Interlocked.Add(ref _dropped, value);
                break;
            case "kserve.payload_log.failed":
                Interlocked.Add(ref _failed, value);
                break;
        }
    }
}
