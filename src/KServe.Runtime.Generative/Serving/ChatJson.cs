using System.Text.Encodings.Web;
using System.Text.Json;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Writes messages and tools as chat templates read them.</summary>
internal static class ChatJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes messages; the arguments of calls become objects where they are JSON.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="protect">Changes every text that does not come from the model's makers.</param>
    public static JsonElement WriteMessages(IReadOnlyList<ChatMessage> messages, Func<string, string> protect) =>
        Write(json =>
        {
            json.WriteStartArray();
            foreach (var message in messages)
            {
                WriteMessage(json, message, protect);
            }

            json.WriteEndArray();
        });

    /// <summary>Writes tools as the client gave them.</summary>
    public static JsonElement WriteTools(IReadOnlyList<ToolDefinition> tools) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var tool in tools)
        {
            tool.Json.WriteTo(json);
        }

        json.WriteEndArray();
    });

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message, Func<string, string> protect)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role);
        json.WriteString("content"u8, message.Content is { } content ? protect(content) : "");
        WriteText(json, "name", message.Name, protect);
        WriteText(json, "tool_call_id", message.ToolCallId, protect);
        WriteText(json, "reasoning_content", message.Reasoning, protect);
        if (message.ToolCalls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in message.ToolCalls)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, protect(call.Id));
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, protect(call.Name));
                json.WritePropertyName("arguments"u8);
                WriteArguments(json, protect(call.Arguments));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text, Func<string, string> protect)
    {
        if (text is not null)
        {
            json.WriteString(name, protect(text));
        }
    }

    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            // What a model once wrote may not be JSON: templates get it as text.
            json.WriteStringValue(arguments);
        }
    }

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }
}
