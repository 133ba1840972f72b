using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KServe.PayloadLogging;

/// <summary>Lists the attributes of an event as CloudEvents 1.0 and KServe's logger name them.</summary>
internal static class CloudEventAttributes
{
    public const string SpecVersion = "1.0";

    /// <summary>What stands before the name of an attribute in a header.</summary>
    public const string Prefix = "ce-";

    /// <summary>Passes all attributes but the version and the content type, with texts as they are.</summary>
    /// <remarks>Names come with their <see cref="Prefix"/>, so that headers need no text of their own.</remarks>
    public static void Visit<TState>(
        PayloadEvent item,
        DateTimeOffset recorded,
        TState state,
        Action<TState, string, string> visit)
    {
        visit(state, "ce-id", item.Id);
        visit(state, "ce-source", item.Source);
        visit(state, "ce-type", item.Type);
        visit(state, "ce-time", Format(item.Time));
        visit(state, "ce-recordedtime", Format(recorded));
        visit(state, "ce-inferenceservicename", item.InferenceService);
        visit(state, "ce-namespace", item.Namespace);
        visit(state, "ce-component", item.Component);
        visit(state, "ce-endpoint", item.Endpoint);
        visit(state, "ce-metadata", GetMetadata(item));
        VisitOptional(state, "ce-annotations", item.Annotations.Count > 0 ? GetAnnotations(item) : "", visit);
        VisitOptional(state, "ce-modelversion", item.ModelVersion, visit);
        var sequence = item.Sequence > 0 ? item.Sequence.ToString(CultureInfo.InvariantCulture) : "";
        VisitOptional(state, "ce-sequence", sequence, visit);
        VisitOptional(state, "ce-truncated", item.IsTruncated ? "true" : "", visit);
    }

    /// <summary>Gets the metadata as KServe writes them: JSON with a list of values for each header.</summary>
    public static string GetMetadata(PayloadEvent item) => item.Metadata.Count == 0 ? "{}" : WriteJson(json =>
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
        time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

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
