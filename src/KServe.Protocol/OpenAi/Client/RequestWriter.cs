using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Writes requests to generate text: chats for messages, plain completions for texts and tokens.</summary>
internal static class RequestWriter
{
    public static void Write(
        Utf8JsonWriter json,
        string model,
        TextGenerationRequest request,
        OpenAiRequestForm form)
    {
        var isChat = request.Messages is not null;
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        WritePrompt(json, request);
        WriteStream(json, request, form);
        SamplingWriter.Write(json, request.Sampling, isChat, form);
        if (isChat)
        {
            WriteTools(json, request);
            WriteTemplate(json, request);
        }

        if (request.Constraint is { } constraint)
        {
            ConstraintWriter.Write(json, constraint, form);
        }

        WriteRest(json, request);
        json.WriteEndObject();
    }

    private static void WritePrompt(Utf8JsonWriter json, TextGenerationRequest request)
    {
        if (request.Messages is { } messages)
        {
            MessageWriter.Write(json, messages);
        }
        else if (request.TokenIds is { } tokens)
        {
            SamplingWriter.WriteNumbers(json, "prompt"u8, tokens);
        }
        else
        {
            json.WriteString("prompt"u8, request.Text ?? "");
        }
    }

    private static void WriteStream(Utf8JsonWriter json, TextGenerationRequest request, OpenAiRequestForm form)
    {
        // vLLM tells the log-probabilities of the prompt only in whole answers.
        if (request.Sampling.PromptLogprobs is not null || !form.AsksForEvents)
        {
            return;
        }

        json.WriteBoolean("stream"u8, value: true);
        if (form.AsksForUsage)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, value: true);
            json.WriteEndObject();
        }
    }

    public static void WriteToolList(Utf8JsonWriter json, IReadOnlyList<ToolDefinition> tools)
    {
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            WriteTool(json, tool);
        }

        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, TextGenerationRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        WriteToolList(json, request.Tools);
        switch (request.ToolChoice.Mode)
        {
            case ToolChoiceMode.None:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case ToolChoiceMode.Required:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case ToolChoiceMode.Named:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, request.ToolChoice.Name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }

        if (!request.AllowsParallelToolCalls)
        {
            json.WriteBoolean("parallel_tool_calls"u8, value: false);
        }
    }

    // What templates read need not say that a tool is strict.
    private static void WriteTool(Utf8JsonWriter json, ToolDefinition tool)
    {
        if (!tool.IsStrict)
        {
            tool.Json.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var property in tool.Json.EnumerateObject())
        {
            if (property.Name != "function")
            {
                property.WriteTo(json);
                continue;
            }

            json.WriteStartObject("function"u8);
            foreach (var field in property.Value.EnumerateObject().Where(static field => field.Name != "strict"))
            {
                field.WriteTo(json);
            }

            json.WriteBoolean("strict"u8, value: true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteTemplate(Utf8JsonWriter json, TextGenerationRequest request)
    {
        if (!request.AddsGenerationPrompt)
        {
            json.WriteBoolean("add_generation_prompt"u8, value: false);
        }

        if (request.ContinuesFinalMessage)
        {
            if (request.AddsGenerationPrompt)
            {
                // The two exclude each other, and the first is the default of servers.
                json.WriteBoolean("add_generation_prompt"u8, value: false);
            }

            json.WriteBoolean("continue_final_message"u8, value: true);
        }

        WriteArguments(json, request.TemplateArguments);
    }

    private static void WriteArguments(Utf8JsonWriter json, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        var isOpen = false;
        foreach (var (name, value) in arguments)
        {
            // These two have fields of their own in requests.
            if (name is "documents" or "reasoning_effort")
            {
                continue;
            }

            if (!isOpen)
            {
                json.WriteStartObject("chat_template_kwargs"u8);
                isOpen = true;
            }

            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        if (isOpen)
        {
            json.WriteEndObject();
        }

        foreach (var name in (ReadOnlySpan<string>)["documents", "reasoning_effort"])
        {
            if (arguments.TryGetValue(name, out var value))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }
    }

    private static void WriteRest(Utf8JsonWriter json, TextGenerationRequest request)
    {
        if (request.AddsSpecialTokens is { } adds)
        {
            json.WriteBoolean("add_special_tokens"u8, adds);
        }

        if (request.ReturnsTokenIds)
        {
            json.WriteBoolean("return_token_ids"u8, value: true);
        }

        if (request.CacheSalt is not null)
        {
            json.WriteString("cache_salt"u8, request.CacheSalt);
        }

        if (request.Tenant is not null)
        {
            json.WriteString("user"u8, request.Tenant);
        }

        if (request.Priority != 0)
        {
            json.WriteNumber("priority"u8, request.Priority);
        }
    }
}
