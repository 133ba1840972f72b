using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>What a response tells of the request that it answers.</summary>
internal sealed record ResponsesSettings
{
    public string? Instructions { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }

    public int? TopLogprobs { get; init; }

    public bool AllowsParallelToolCalls { get; init; }

    public string? User { get; init; }

    public string? SafetyIdentifier { get; init; }

    public string? PromptCacheKey { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Gets the tools as the client wrote them; <see langword="null"/> for none.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Gets the choice of tools as the client wrote it; <see langword="null"/> when it was left out.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Gets the format of the text as the client wrote it; <see langword="null"/> when it was left
    /// out.</summary>
    public JsonElement? Format { get; init; }

    public string? ReasoningEffort { get; init; }

    /// <summary>Reads the settings, which keep nothing of the body.</summary>
    /// <exception cref="InferenceException">A field is wrong; the message names it.</exception>
    public static ResponsesSettings Read(JsonFields body) => new()
    {
        Instructions = body.FindString("instructions"),
        Temperature = body.FindSingle("temperature"),
        TopP = body.FindSingle("top_p"),
        MaxOutputTokens = body.FindInteger("max_output_tokens"),
        TopLogprobs = body.FindInteger("top_logprobs"),
        AllowsParallelToolCalls = body.GetBoolean("parallel_tool_calls", missing: true),
        User = body.FindString("user", OpenAiLimits.ShortText),
        SafetyIdentifier = body.FindString("safety_identifier", OpenAiLimits.ShortText),
        PromptCacheKey = body.FindString("prompt_cache_key", OpenAiLimits.ShortText),
        Metadata = MetadataReader.Read(body),
        Tools = Keep(body, "tools"),
        ToolChoice = Keep(body, "tool_choice"),
        Format = body.TryGet("text", out var text) ? Keep(JsonFields.Of(text, "text"), "format") : null,
        ReasoningEffort = body.TryGet("reasoning", out var reasoning)
            ? JsonFields.Of(reasoning, "reasoning").FindString("effort", OpenAiLimits.ShortText)
            : null,
    };

    private static JsonElement? Keep(JsonFields fields, string name) =>
        fields.TryGet(name, out var value) ? value.Clone() : null;
}
