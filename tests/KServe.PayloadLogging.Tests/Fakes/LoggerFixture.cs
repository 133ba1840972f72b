using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.PayloadLogging.Tests.Fakes;

/// <summary>A logger with a recording sink and metrics of its own.</summary>
internal sealed class LoggerFixture : IAsyncDisposable
{
    private readonly ScopedMeterFactory _meters = new();
    private readonly PayloadMetrics _instruments;

    public LoggerFixture(Action<PayloadLoggingOptions>? configure = null, TimeProvider? time = null)
    {
        configure?.Invoke(Options);
        _instruments = new PayloadMetrics(_meters);
        Metrics = new MetricReader(_meters);
        Logger = new PayloadLogger(
            "iris", Options, Sink, _instruments, time ?? TimeProvider.System, NullLogger.Instance);
    }

    public PayloadLoggingOptions Options { get; } = new();

    public RecordingSink Sink { get; } = new();

    public MetricReader Metrics { get; }

    public PayloadLogger Logger { get; }

    /// <summary>Logs a request and its responses as an observer does.</summary>
    public void Log(InferRequest request, params InferResponse[] responses)
    {
        if (Logger.Recorder.Begin(request) is { } origin)
        {
            foreach (var response in responses)
            {
                Logger.Recorder.Respond(origin, response, isStream: responses.Length > 1);
            }
        }
    }

    /// <summary>Logs a small request with an id and its response.</summary>
    public void Log(string id)
    {
        using var request = Requests.New(InferTensor.Create<float>("x", [1, 2], 1, 2));
        request.Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["ce-id"] = id };
        using var response = Requests.Answer(InferTensor.Create<long>("y", [1], 1));
        Log(request, response);
    }

    /// <summary>Ends the log and gets what the sink has.</summary>
    public async Task<IReadOnlyList<(PayloadEvent Event, string Data)>> FlushAsync()
    {
        await Logger.DisposeAsync();
        return Sink.Events;
    }

    public async ValueTask DisposeAsync()
    {
        await Logger.DisposeAsync();
        Metrics.Dispose();
        _instruments.Dispose();
        _meters.Dispose();
    }
}
