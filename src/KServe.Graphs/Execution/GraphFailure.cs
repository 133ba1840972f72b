using System.Text.Json;
using KServe.Protocol;

namespace KServe.Graphs;

/// <summary>Makes the answers of steps that have none of their own.</summary>
internal static class GraphFailure
{
    public const string NoMatch = "None of the routes matched with the switch condition";
    public const string InvalidResponse = "invalid response";

    /// <summary>Writes what KServe's router writes when it cannot go on.</summary>
    public static GraphMessage Routing(GraphRun run, int status, string cause)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, "Failed to process request"u8);
            json.WriteString("cause"u8, cause);
            json.WriteEndObject();
        }

        return GraphMessage.OfBytes(status, buffer.WrittenMemory);
    }

    /// <summary>Writes what a model's own route would have answered.</summary>
    public static GraphMessage Of(GraphRun run, InferenceException error)
    {
        var buffer = run.NewBuffer(int.MaxValue);
        ErrorJson.Write(buffer, error.Message);
        return GraphMessage.OfBytes(InferenceStatus.Of(error.Code), buffer.WrittenMemory);
    }

    /// <summary>Makes the exception by which a caller without bodies learns of a failed answer.</summary>
    public static InferenceException ToException(GraphMessage failed) =>
        new(InferenceStatus.ToCode(failed.Status), FindText(failed.Body) is { Length: > 0 and <= 1024 } text
            ? $"A step of the graph answered with status {failed.Status}: {text}"
            : $"A step of the graph answered with status {failed.Status}.");

    private static string? FindText(ReadOnlyMemory<byte> body)
    {
        using var document = GraphCondition.TryRead(body);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        foreach (var key in (ReadOnlySpan<string>)["cause", "error", "detail", "message"])
        {
            if (root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return GetText(value);
            }
        }

        return null;
    }

    private static string? GetText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8.
            return null;
        }
    }
}
