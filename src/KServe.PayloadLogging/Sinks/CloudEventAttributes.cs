using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Lists the attributes of an event as CloudEvents 1.0 and KServe's logger name them.</summary>
internal static class CloudEventAttributes
{
    public const string SpecVersion = "1.0";

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffff'Z'";

    /// <summary>Passes all attributes but the version and the content type, with texts as they are.</summary>
    public static void Visit<TState>(
        PayloadEvent item,
        DateTimeOffset recorded,
        TState state,
        Action<TState, string, string> visit)
    {
        visit(state, "id", item.Id);
        visit(state, "source", item.Source);
        visit(state, "type", item.Type);
        visit(state, "time", Format(item.Time));
        visit(state, "recordedtime", Format(recorded));
        visit(state, "inferenceservicename", item.InferenceService);
        visit(state, "namespace", item.Namespace);
        visit(state, "component", item.Component);
        visit(state, "endpoint", item.Endpoint);
        visit(state, "metadata", GetMetadata(item));
        VisitOptional(state, "annotations", item.Annotations.Count > 0 ? GetAnnotations(item) : "", visit);
        VisitOptional(state, "modelversion", item.ModelVersion, visit);
        var sequence = item.Sequence > 0 ? item.Sequence.ToString(CultureInfo.InvariantCulture) : "";
        VisitOptional(state, "sequence", sequence, visit);
        VisitOptional(state, "truncated", item.IsTruncated ? "true" : "", visit);
    }

    /// <summary>Gets the metadata as KServe writes them: JSON with a list of values for each header.</summary>
    public static string GetMetadata(PayloadEvent item) => WriteJson(json =>
    {
        foreach (var (name, value) in item.Metadata)
        {
            json.WriteStartArray(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }
    });

    public static string GetAnnotations(PayloadEvent item) => WriteJson(json =>
    {
        foreach (var (name, value) in item.Annotations)
        {
            json.WriteString(name, value);
        }
    });

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void VisitOptional<TState>(
        TState state,
        string name,
        string value,
        Action<TState, string, string> visit)
    {
        if (value.Length > 0)
        {
            visit(state, name, value);
        }
    }

    // The default encoder leaves ASCII alone, which is what a header can hold.
    private static string WriteJson(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
