using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the messages of a chat, which the other server renders by its own template.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages)
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            Write(json, message);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role);
        json.WriteString("content"u8, message.Content);
        if (message.Name is not null)
        {
            json.WriteString("name"u8, message.Name);
        }

        if (message.ToolCallId is not null)
        {
            json.WriteString("tool_call_id"u8, message.ToolCallId);
        }

        if (message.Reasoning is not null)
        {
            json.WriteString("reasoning"u8, message.Reasoning);
        }

        if (message.ToolCalls.Count > 0)
        {
            WriteCalls(json, message.ToolCalls);
        }

        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
