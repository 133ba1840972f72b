using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KServe.PayloadLogging;

/// <summary>Holds the instruments of one host.</summary>
internal sealed class PayloadMetrics : IDisposable
{
    public const string QueueFull = "queue_full";
    public const string BytesFull = "bytes_full";
    public const string Closed = "closed";

    private readonly Meter _meter;
    private readonly Counter<long> _logged;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;
    private readonly ConcurrentDictionary<PayloadQueue, byte> _queues = new();

    public PayloadMetrics(IMeterFactory? factory)
    {
        // Hosts bring a factory, which scopes instruments to them; a bare service collection has none.
        _meter = factory?.Create(PayloadLoggingTelemetry.Name) ?? new Meter(PayloadLoggingTelemetry.Name);
        _logged = _meter.CreateCounter<long>("kserve.payload_log.logged", "{event}", "Events that the sink took.");
        _dropped = _meter.CreateCounter<long>(
            "kserve.payload_log.dropped", "{event}", "Payloads for which there was no room, by reason.");
        _failed = _meter.CreateCounter<long>(
            "kserve.payload_log.failed", "{event}", "Events that the sink did not take.");
        _meter.CreateObservableUpDownCounter(
            "kserve.payload_log.queue.length",
            () => Measure(static queue => queue.Length),
            "{event}",
            "Payloads that wait or are being written.");
        _meter.CreateObservableUpDownCounter(
            "kserve.payload_log.queue.size",
            () => Measure(static queue => queue.Bytes),
            "By",
            "Bytes of payloads that wait or are being written.");
    }

    public void Add(PayloadQueue queue) => _queues.TryAdd(queue, 0);

    public void Remove(PayloadQueue queue) => _queues.TryRemove(queue, out _);

    public void CountLogged(string model, long count) => _logged.Add(count, Tag(model));

    public void CountFailed(string model, long count) => _failed.Add(count, Tag(model));

    public void CountDropped(string model, string reason) => _dropped.Add(1, Tag(model), new("reason", reason));

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Measure(Func<PayloadQueue, long> read) =>
    [
        .. _queues.Keys.GroupBy(static queue => queue.ModelName, StringComparer.Ordinal).Select(
            queues => new Measurement<long>(queues.Sum(read), Tag(queues.Key))),
    ];

    private static KeyValuePair<string, object?> Tag(string model) => new("model_name", model);
}
