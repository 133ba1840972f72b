using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Turns captures into events whose data lie in one buffer.</summary>
/// <remarks>Not safe for concurrent use: the events of a batch are valid until the next one is rendered.</remarks>
internal sealed class PayloadRenderer(PayloadLoggingOptions options, string modelName)
{
    private const int MaxKeptBytes = 4 << 20;

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        SkipValidation = true,
        MaxDepth = TensorShape.MaxRank + 8,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _source =
        options.Source ?? "io.kserve.inference." + Uri.EscapeDataString(modelName);

    private readonly IReadOnlyDictionary<string, string> _annotations =
        new Dictionary<string, string>(options.Annotations, StringComparer.Ordinal);

    private readonly List<Range> _ranges = [];
    private ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Renders captures and runs the application's redaction over the events.</summary>
    /// <param name="captures">The captures.</param>
    /// <param name="events">Takes the events that are left.</param>
    /// <returns>How many events the redaction failed for.</returns>
    public int Render(List<PayloadCapture> captures, List<PayloadEvent> events)
    {
        _ranges.Clear();
        _buffer = _buffer.Capacity > MaxKeptBytes ? new() : _buffer;
        _buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_buffer, JsonOptions);
        foreach (var capture in captures)
        {
            var start = _buffer.WrittenCount;
            Write(json, capture);
            json.Flush();
            json.Reset();
            _ranges.Add(start.._buffer.WrittenCount);
            SenderThread.Pause();
        }

        var failed = 0;
        for (var i = 0; i < captures.Count; i++)
        {
            var created = Create(captures[i], _buffer.WrittenMemory[_ranges[i]]);
            try
            {
                if ((options.Redact is null ? created : options.Redact(created)) is { } redacted)
                {
                    events.Add(redacted);
                }
            }
            catch (Exception)
            {
                // What could not be redacted is not shown to anybody.
                failed++;
            }
        }

        return failed;
    }

    private void Write(Utf8JsonWriter json, PayloadCapture capture)
    {
        if (options.Form == PayloadForm.AsReceived && capture.Origin.Protocol == InferenceProtocol.V1)
        {
            V1PayloadJson.Write(json, capture);
        }
        else
        {
            V2PayloadJson.Write(json, capture);
        }
    }

    private PayloadEvent Create(PayloadCapture capture, ReadOnlyMemory<byte> data) => new()
    {
        Id = capture.Origin.Id,
        Type = capture.IsRequest ? PayloadEventTypes.Request : PayloadEventTypes.Response,
        Source = _source,
        Time = capture.Time,
        InferenceService = options.InferenceService ?? modelName,
        Namespace = options.Namespace,
        Component = options.Component,
        Endpoint = options.Endpoint,
        ModelVersion = capture.ModelVersion,
        Metadata = capture.Origin.Metadata,
        Annotations = _annotations,
        Sequence = capture.Sequence,
        IsTruncated = capture.IsTruncated,
        Data = data,
    };
}
