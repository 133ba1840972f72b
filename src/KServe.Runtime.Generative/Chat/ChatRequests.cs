using System.Text.Json;
using Microsoft.Extensions.AI;

namespace KServe.Runtime.Generative;

/// <summary>Turns the messages and options of a chat client into a request.</summary>
internal static class ChatRequests
{
    public static TextGenerationRequest Create(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options,
        object? raw)
    {
        var request = raw as TextGenerationRequest ?? new TextGenerationRequest();
        List<ChatMessage> converted = [];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            converted.Add(new ChatMessage("system", instructions));
        }

        foreach (var message in messages)
        {
            ChatMessages.Add(converted, message);
        }

        request = request with { Messages = converted };
        if (options is null)
        {
            return request;
        }

        var tools = ToTools(options);
        request = request with
        {
            Sampling = ToSampling(options, request.Sampling),
            Tools = tools,
            ToolChoice = ToChoice(options.ToolMode, tools),
            AllowsParallelToolCalls = options.AllowMultipleToolCalls ?? request.AllowsParallelToolCalls,
            Constraint = ToConstraint(options.ResponseFormat) ?? request.Constraint,
        };
        request.Sampling.Validate();
        return request;
    }

    private static SamplingParameters ToSampling(ChatOptions options, SamplingParameters start) => start with
    {
        Temperature = options.Temperature ?? start.Temperature,
        TopP = options.TopP ?? start.TopP,
        TopK = options.TopK ?? start.TopK,
        MaxTokens = options.MaxOutputTokens ?? start.MaxTokens,
        Seed = options.Seed ?? start.Seed,
        FrequencyPenalty = options.FrequencyPenalty ?? start.FrequencyPenalty,
        PresencePenalty = options.PresencePenalty ?? start.PresencePenalty,
        Stop = options.StopSequences is { Count: > 0 } stop ? [.. stop] : start.Stop,
    };

    private static List<ToolDefinition> ToTools(ChatOptions options)
    {
        List<ToolDefinition> tools = [];
        foreach (var tool in options.Tools ?? [])
        {
            if (tool is not AIFunctionDeclaration function)
            {
                throw InferenceException.InvalidArgument(
                    $"Tool '{tool.Name}' is not a function: no other tools are known.");
            }

            tools.Add(new ToolDefinition(function.Name, ToJson(function))
            {
                Parameters = function.JsonSchema,
                IsStrict = IsStrict(function),
            });
        }

        return tools;
    }

    // The property by which OpenAI's adapter of these abstractions knows a strict function.
    private static bool IsStrict(AIFunctionDeclaration function) => function.AdditionalProperties.Any(
        static property => property.Value is true
            && string.Equals(property.Key, "strict", StringComparison.OrdinalIgnoreCase));

    private static JsonElement ToJson(AIFunctionDeclaration function)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, function.Name);
            json.WriteString("description"u8, function.Description);
            json.WritePropertyName("parameters"u8);
            function.JsonSchema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static ToolChoice ToChoice(ChatToolMode? mode, List<ToolDefinition> tools) => mode switch
    {
        _ when tools.Count == 0 => ToolChoice.None,
        NoneChatToolMode => ToolChoice.None,
        RequiredChatToolMode { RequiredFunctionName: { } name } => new ToolChoice(ToolChoiceMode.Named, name),
        RequiredChatToolMode => ToolChoice.Required,
        _ => ToolChoice.Auto,
    };

    private static OutputConstraint? ToConstraint(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } =>
            new OutputConstraint(OutputConstraintKind.JsonSchema, schema.GetRawText()),
        ChatResponseFormatJson => new OutputConstraint(OutputConstraintKind.JsonObject),
        _ => null,
    };
}
