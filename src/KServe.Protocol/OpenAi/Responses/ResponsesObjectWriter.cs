using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes a response as one object: how far it is, what it puts out and what was asked for.</summary>
internal sealed class ResponsesObjectWriter(
    Utf8JsonWriter json,
    OpenAiRequest request,
    string id,
    long created)
{
    private readonly ResponsesSettings _settings = request.Response!;

    /// <summary>Writes the object.</summary>
    /// <param name="output">The items, where there are any yet.</param>
    /// <param name="status">How far it is.</param>
    /// <param name="error">What went wrong; <see langword="null"/> for nothing.</param>
    public void Write(ResponsesOutput output, ResponsesStatus status, (string Code, string Message)? error = null)
    {
        var isOver = status != ResponsesStatus.InProgress;
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, created);
        json.WriteString("status"u8, ResponsesItemWriter.NameOf(status));
        json.WriteBoolean("background"u8, value: false);
        WriteError(error);
        WriteIncomplete(status, output.FinishReason);
        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in output.Items)
        {
            ResponsesItemWriter.Write(json, item, request);
        }

        json.WriteEndArray();
        if (isOver)
        {
            WriteUsage(output.Usage);
        }
        else
        {
            json.WriteNull("usage"u8);
        }

        WriteRequest();
        json.WriteEndObject();
    }

    private void WriteError((string Code, string Message)? error)
    {
        if (error is not { } failure)
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, failure.Code);
        json.WriteString("message"u8, failure.Message);
        json.WriteEndObject();
    }

    private void WriteIncomplete(ResponsesStatus status, GenerationFinishReason? reason)
    {
        if (status != ResponsesStatus.Incomplete)
        {
            json.WriteNull("incomplete_details"u8);
            return;
        }

        json.WriteStartObject("incomplete_details"u8);
        json.WriteString(
            "reason"u8, reason == GenerationFinishReason.Repetition ? "repetition"u8 : "max_output_tokens"u8);
        json.WriteEndObject();
    }

    private void WriteUsage(TextGenerationUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.PromptTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CachedTokens);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.CompletionTokens);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.TotalTokens);
        json.WriteEndObject();
    }

    /// <summary>Writes what was asked for. What was left out is the model's own way, and null.</summary>
    private void WriteRequest()
    {
        json.WriteString("instructions"u8, _settings.Instructions);
        WriteInteger("max_output_tokens"u8, _settings.MaxOutputTokens);
        WriteNumber("temperature"u8, _settings.Temperature);
        WriteNumber("top_p"u8, _settings.TopP);
        WriteInteger("top_logprobs"u8, _settings.TopLogprobs);
        json.WriteBoolean("parallel_tool_calls"u8, _settings.AllowsParallelToolCalls);
        json.WriteNull("previous_response_id"u8);
        json.WriteStartObject("reasoning"u8);
        json.WriteString("effort"u8, _settings.ReasoningEffort);
        json.WriteNull("summary"u8);
        json.WriteEndObject();
        json.WriteBoolean("store"u8, value: false);
        json.WriteStartObject("text"u8);
        WriteKept("format"u8, _settings.Format, """{"type":"text"}"""u8);
        json.WriteEndObject();
        WriteKept("tool_choice"u8, _settings.ToolChoice, "\"auto\""u8);
        WriteKept("tools"u8, _settings.Tools, "[]"u8);
        json.WriteString("truncation"u8, "disabled"u8);
        WriteText("user"u8, _settings.User);
        WriteText("safety_identifier"u8, _settings.SafetyIdentifier);
        WriteText("prompt_cache_key"u8, _settings.PromptCacheKey);
        json.WriteStartObject("metadata"u8);
        foreach (var (name, value) in _settings.Metadata)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private void WriteNumber(ReadOnlySpan<byte> name, float? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteInteger(ReadOnlySpan<byte> name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private void WriteKept(ReadOnlySpan<byte> name, JsonElement? value, ReadOnlySpan<byte> missing)
    {
        json.WritePropertyName(name);
        if (value is { } kept)
        {
            kept.WriteTo(json);
        }
        else
        {
            json.WriteRawValue(missing, skipInputValidation: true);
        }
    }
}
