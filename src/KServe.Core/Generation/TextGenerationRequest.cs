using System.Text.Json;

namespace KServe;

/// <summary>Asks a model to generate text: one prompt, any number of choices.</summary>
/// <remarks>Immutable. The prompt is exactly one of <see cref="Messages"/>, <see cref="Text"/> and
/// <see cref="TokenIds"/>.</remarks>
public sealed record TextGenerationRequest
{
    /// <summary>Gets the messages of a chat, which the model's template renders; <see langword="null"/> for
    /// none.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>Gets the prompt as text; <see langword="null"/> for none.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the prompt as token ids; <see langword="null"/> for none.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }

    /// <summary>Gets the field that errors of the prompt name; <see langword="null"/> for <c>messages</c> or
    /// <c>prompt</c>.</summary>
    public string? PromptParameter { get; init; }

    /// <summary>Gets how tokens are chosen and when the generation ends.</summary>
    public SamplingParameters Sampling { get; init; } = new();

    /// <summary>Gets the tools that the model may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Gets whether and which tools are to be called.</summary>
    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Gets whether one answer may call several tools; so by default.</summary>
    public bool AllowsParallelToolCalls { get; init; } = true;

    /// <summary>Gets what the text has to look like; <see langword="null"/> for free text.</summary>
    public OutputConstraint? Constraint { get; init; }

    /// <summary>Gets whether special tokens such as the beginning of a text are added to it; the model's way when left
    /// out.</summary>
    public bool? AddsSpecialTokens { get; init; }

    /// <summary>Gets whether the template opens the assistant's turn; so by default.</summary>
    public bool AddsGenerationPrompt { get; init; } = true;

    /// <summary>Gets whether the last message is continued instead of answered; not so by default.</summary>
    public bool ContinuesFinalMessage { get; init; }

    /// <summary>Gets further variables for the template.</summary>
    public IReadOnlyDictionary<string, JsonElement> TemplateArguments { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Gets whether updates carry token ids; not so by default.</summary>
    public bool ReturnsTokenIds { get; init; }

    /// <summary>Gets what separates the prefix cache of this caller from others'; none by default.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>Gets the caller's tenant, for fairness; <see langword="null"/> for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets the id that the answer has for its client, for traces; <see langword="null"/> for none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Gets the urgency: smaller is earlier.</summary>
    /// <value>Default: 0.</value>
    public int Priority { get; init; }
}
