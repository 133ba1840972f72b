using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using KServe.PayloadLogging;
using Microsoft.Extensions.Logging;

namespace KServe.Detectors;

/// <summary>Sends detections to a sink on a task of its own, so that a slow sink stops no detector.</summary>
internal sealed class DetectionEvents : IAsyncDisposable
{
    private const int Capacity = 256;
    private const string TypePrefix = "io.kserve.detector.";

    private readonly Channel<Detection> _channel = Channel.CreateBounded<Detection>(Capacity);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPayloadSink _sink;
    private readonly PayloadLoggingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _completion;
    private bool _hasFailed;

    public DetectionEvents(IPayloadSink sink, PayloadLoggingOptions options, TimeProvider time, ILogger logger)
    {
        (_sink, _options, _time, _logger) = (sink, options, time, logger);
        using (ExecutionContext.SuppressFlow())
        {
            _completion = Task.Run(RunAsync);
        }
    }

    /// <returns>Whether there was room.</returns>
    public bool TryAdd(Detection detection) => _channel.Writer.TryWrite(detection);

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        try
        {
            await _completion.WaitAsync(_options.FlushTimeout, _time);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            return;
        }

        await _sink.DisposeAsync();
        _stop.Dispose();
    }

    internal static byte[] Write(Detection detection)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("detector"u8, detection.Detector);
            json.WriteString("method"u8, detection.Method);
            json.WriteString("model_name"u8, detection.ModelName);
            json.WriteString("model_version"u8, detection.ModelVersion);
            if (detection.RequestId is { } id)
            {
                json.WriteString("request_id"u8, id);
            }

            if (detection.Row >= 0)
            {
                json.WriteNumber("row"u8, detection.Row);
            }

            json.WriteStartArray("findings"u8);
            foreach (var finding in detection.Findings)
            {
                Write(json, finding);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        if (finding.Feature.Length > 0)
        {
            json.WriteString("feature"u8, finding.Feature);
        }

        WriteNumber(json, "value", finding.Value);
        if (!double.IsNaN(finding.PValue))
        {
            json.WriteNumber("p_value"u8, finding.PValue);
        }

        WriteNumber(json, "threshold", finding.Threshold);
        json.WriteEndObject();
    }

    // JSON has no infinity, which a feature that never varied gives.
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var detection in _channel.Reader.ReadAllAsync(_stop.Token))
            {
                await SendAsync(detection);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The stop waits no longer.
        }
    }

    private async Task SendAsync(Detection detection)
    {
        try
        {
            if (await _sink.WriteAsync([Create(detection)], _stop.Token) == 1)
            {
                return;
            }

            Failed(error: null, detection);
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            Failed(error, detection);
        }
    }

    private PayloadEvent Create(Detection detection) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Type = TypePrefix + detection.Kind,
        Source = _options.Source ?? "io.kserve.inference." + Uri.EscapeDataString(detection.ModelName),
        Time = detection.Time,
        InferenceService = _options.InferenceService ?? detection.ModelName,
        Namespace = _options.Namespace,
        Component = "detector",
        Endpoint = _options.Endpoint,
        ModelVersion = detection.ModelVersion,
        Annotations = _options.Annotations.AsReadOnly(),
        Data = Write(detection),
    };

    private void Failed(Exception? error, Detection detection)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            DetectorLog.SinkFailed(_logger, error, detection.ModelName);
        }
    }
}
