using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Writes events as JSON lines or as CSV.</summary>
/// <remarks>The columns of CSV are those of KServe's logger, in its order, and three more behind them.</remarks>
internal sealed class EventTable(PayloadFileFormat format, string url, TimeProvider time)
{
    private const string Header =
        "url,bytes,contentType,reqType,id,sourceUri,inferenceService,namespace,component,endpoint,metadata,"
        + "annotations,certName,tlsSkipVerify,occurrenceTime,modelVersion,truncated\n";

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Extension => format == PayloadFileFormat.Csv ? "csv" : "jsonl";

    public string ContentType => format == PayloadFileFormat.Csv ? "text/csv" : "application/x-ndjson";

    /// <summary>Writes what stands at the beginning of a file.</summary>
    public void WriteHeader(IBufferWriter<byte> writer)
    {
        if (format == PayloadFileFormat.Csv)
        {
            Encoding.UTF8.GetBytes(Header, writer);
        }
    }

    public void Write(IBufferWriter<byte> writer, IReadOnlyList<PayloadEvent> events)
    {
        if (format == PayloadFileFormat.Csv)
        {
            foreach (var item in events)
            {
                WriteRow(writer, item);
            }

            return;
        }

        using var json = new Utf8JsonWriter(writer, JsonOptions);
        foreach (var item in events)
        {
            CloudEventJson.Write(json, item, time.GetUtcNow());
            json.Flush();
            json.Reset();
            writer.Write("\n"u8);
        }
    }

    private void WriteRow(IBufferWriter<byte> writer, PayloadEvent item)
    {
        Write(writer, url);
        Write(writer, Convert.ToBase64String(item.Data.Span));
        Write(writer, item.ContentType);
        Write(writer, item.Type);
        Write(writer, item.Id);
        Write(writer, item.Source);
        Write(writer, item.InferenceService);
        Write(writer, item.Namespace);
        Write(writer, item.Component);
        Write(writer, item.Endpoint);
        Write(writer, CloudEventAttributes.GetMetadata(item));
        Write(writer, item.Annotations.Count > 0 ? CloudEventAttributes.GetAnnotations(item) : "");
        Write(writer, "");
        Write(writer, "false");
        Write(writer, CloudEventAttributes.Format(item.Time));
        Write(writer, item.ModelVersion);
        Write(writer, item.IsTruncated ? "true" : "false", '\n');
    }

    // RFC 4180, with line feeds alone as KServe writes them.
    private static void Write(IBufferWriter<byte> writer, string text, char end = ',')
    {
        if (text.AsSpan().ContainsAny("\",\r\n"))
        {
            text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        Encoding.UTF8.GetBytes(text, writer);
        writer.GetSpan(1)[0] = (byte)end;
        writer.Advance(1);
    }
}
