using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KServe.PayloadLogging;

/// <summary>Keeps one logger for all revisions that share options, from the first to the last.</summary>
/// <remarks>
/// A reload goes on with the queue and the file of the revision before. At the stop of the host everything is flushed
/// after the web server has ended its requests, because services stop in the opposite order of their start. Safe for
/// concurrent use.
/// </remarks>
internal sealed class PayloadLoggers(
    IServiceProvider services,
    PayloadMetrics metrics,
    TimeProvider time,
    ILogger<PayloadLoggers> logger) : IHostedService, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Entry> _entries = [];

    /// <summary>Gets the logger of a model; each call needs one of <see cref="ReleaseAsync"/>.</summary>
    /// <exception cref="InferenceException">There is no sink for the options.</exception>
    public PayloadLogger Acquire(string modelName, PayloadLoggingOptions options)
    {
        lock (_lock)
        {
            var key = new Key(modelName, options);
            if (!_entries.TryGetValue(key, out var entry))
            {
                var sink = PayloadSinks.Create(services, modelName, options, time);
                entry = new Entry(new PayloadLogger(modelName, options, sink, metrics, time, logger));
                _entries.Add(key, entry);
            }

            entry.Users++;
            return entry.Logger;
        }
    }

    public ValueTask ReleaseAsync(string modelName, PayloadLoggingOptions options)
    {
        lock (_lock)
        {
            var key = new Key(modelName, options);
            if (!_entries.TryGetValue(key, out var entry) || --entry.Users > 0)
            {
                return default;
            }

            _entries.Remove(key);
            return entry.Logger.DisposeAsync();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => CloseAllAsync().WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await CloseAllAsync();

    private Task CloseAllAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_entries.Values.Select(static entry => entry.Logger.DisposeAsync().AsTask()));
        }
    }

    // Options are told apart by identity: two models, or two definitions of one, may have equal ones.
    private readonly struct Key(string modelName, PayloadLoggingOptions options) : IEquatable<Key>
    {
        private readonly string _modelName = modelName;
        private readonly PayloadLoggingOptions _options = options;

        public bool Equals(Key other) =>
            ReferenceEquals(_options, other._options)
            && string.Equals(_modelName, other._modelName, StringComparison.Ordinal);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(
            _modelName.GetHashCode(StringComparison.Ordinal), RuntimeHelpers.GetHashCode(_options));
    }

    private sealed class Entry(PayloadLogger logger)
    {
        public PayloadLogger Logger { get; } = logger;

        public int Users { get; set; }
    }
}
