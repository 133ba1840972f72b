using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes the choices of a chat.</summary>
internal static class ChatChoiceWriter
{
    public static void Write(Utf8JsonWriter json, int index, GenerationChoice choice, OpenAiRequest request)
    {
        var calls = choice.ToolCalls;
        var text = choice.Text;
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text.Length == 0 && calls.Count > 0 ? null : text);
        json.WriteNull("refusal"u8);
        if (choice.Reasoning.Length > 0)
        {
            json.WriteString("reasoning"u8, choice.Reasoning);
        }

        if (calls.Count > 0)
        {
            WriteCalls(json, calls);
        }

        json.WriteEndObject();
        LogprobWriter.WriteChat(json, choice.Logprobs, request);
        FinishWriter.Write(json, choice.End);
        TokenWriter.Write(json, choice.TokenIds, request);
        LogprobWriter.WritePrompt(json, choice.PromptLogprobs, request);
        json.WriteEndObject();
    }

    public static void WriteOpening(Utf8JsonWriter json, int index)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, ""u8);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
    }

    public static void WriteDelta(Utf8JsonWriter json, TextGenerationUpdate update, OpenAiRequest request)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, update.Choice);
        json.WriteStartObject("delta"u8);
        if (update.Text.Length > 0)
        {
            json.WriteString("content"u8, update.Text);
        }

        if (update.Reasoning is { Length: > 0 } reasoning)
        {
            json.WriteString("reasoning"u8, reasoning);
        }

        if (update.ToolCalls.Count > 0)
        {
            WriteCalls(json, update.ToolCalls);
        }

        json.WriteEndObject();
        LogprobWriter.WriteChat(json, update.Logprobs, request);
        FinishWriter.Write(json, update.FinishReason is null ? null : update);
        TokenWriter.Write(json, update.TokenIds, request);
        LogprobWriter.WritePrompt(json, update.PromptLogprobs, request);
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

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCallUpdate> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, call.Index);
            if (call.Id is not null)
            {
                json.WriteString("id"u8, call.Id);
                json.WriteString("type"u8, "function"u8);
            }

            json.WriteStartObject("function"u8);
            if (call.Name is not null)
            {
                json.WriteString("name"u8, call.Name);
            }

            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
