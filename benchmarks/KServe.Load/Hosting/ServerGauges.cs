using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Load.Hosting;

/// <summary>Reads what one server has in use: requests that run or wait, and tensor memory.</summary>
/// <remarks>Safe for concurrent use; each property measures anew.</remarks>
public sealed class ServerGauges : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly TensorPool _pool;
    private long _active;
    private long _queued;

    internal ServerGauges(IServiceProvider services)
    {
        _pool = services.GetRequiredService<TensorPool>();
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // The scope is the host's factory: two servers in one process keep their own gauges.
            if (ReferenceEquals(instrument.Meter.Scope, factory)
                && instrument.Name is "kserve.request.active" or "kserve.request.queued")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    /// <summary>Gets the requests that run.</summary>
    public long Active => Measure().Active;

    /// <summary>Gets the requests that wait for admission.</summary>
    public long Queued => Measure().Queued;

    /// <summary>Gets the tensors that are rented.</summary>
    public long Rented => _pool.RentedCount;

    /// <summary>Gets whether nothing is in use.</summary>
    public bool AreZero => Active == 0 && Queued == 0 && Rented == 0;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"active {Active}, queued {Queued}, rented tensors {Rented}";

    private (long Active, long Queued) Measure()
    {
        lock (_lock)
        {
            (_active, _queued) = (0, 0);
            _listener.RecordObservableInstruments();
            return (_active, _queued);
        }
    }

    private void Add(
        Instrument instrument,
        long value,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state)
    {
        if (instrument.Name == "kserve.request.active")
        {
            _active += value;
        }
        else
        {
            _queued += value;
        }
    }
}
