using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the items of a response.</summary>
internal static class ResponsesItemWriter
{
    /// <summary>Writes an item that has just begun.</summary>
    public static void WriteEmpty(Utf8JsonWriter json, ResponsesItem item)
    {
        Begin(json, item);
        if (item.Kind == ResponsesItemKind.FunctionCall)
        {
            json.WriteString("arguments"u8, ""u8);
        }
        else
        {
            json.WriteStartArray("content"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an item as far as it has come.</summary>
    public static void Write(Utf8JsonWriter json, ResponsesItem item, OpenAiRequest request)
    {
        Begin(json, item);
        if (item.Kind == ResponsesItemKind.FunctionCall)
        {
            json.WriteString("arguments"u8, item.Text);
        }
        else
        {
            json.WriteStartArray("content"u8);
            WritePart(json, item.Kind, item.Text, item.Logprobs, request);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the one part of a message or of thoughts.</summary>
    public static void WritePart(
        Utf8JsonWriter json,
        ResponsesItemKind kind,
        string text,
        IReadOnlyList<TextLogprob> logprobs,
        OpenAiRequest request)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, kind == ResponsesItemKind.Message ? "output_text"u8 : "reasoning_text"u8);
        json.WriteString("text"u8, text);
        if (kind == ResponsesItemKind.Message)
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
            json.WriteStartArray("logprobs"u8);
            LogprobWriter.WriteTokens(json, logprobs, request);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, ResponsesItem item)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, item.Id);
        switch (item.Kind)
        {
            case ResponsesItemKind.Message:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("role"u8, "assistant"u8);
                break;
            case ResponsesItemKind.Reasoning:
                json.WriteString("type"u8, "reasoning"u8);
                json.WriteStartArray("summary"u8);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("call_id"u8, item.CallId);
                json.WriteString("name"u8, item.Name);
                break;
        }

        json.WriteString("status"u8, NameOf(item.Status));
    }

    /// <summary>Gets the name of a status on the wire.</summary>
    public static ReadOnlySpan<byte> NameOf(ResponsesStatus status) => status switch
    {
        ResponsesStatus.InProgress => "in_progress"u8,
        ResponsesStatus.Completed => "completed"u8,
        ResponsesStatus.Incomplete => "incomplete"u8,
        _ => "failed"u8,
    };
}
