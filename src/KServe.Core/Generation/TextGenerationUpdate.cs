namespace KServe;

/// <summary>A piece of what a model generates.</summary>
/// <remarks>Immutable, and valid for as long as it is referenced.</remarks>
public sealed record TextGenerationUpdate
{
    /// <summary>Gets the choice that it belongs to, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>Gets the text that follows; may be empty while characters or stop strings are incomplete.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the thoughts that follow; <see langword="null"/> for none.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Gets the tokens behind the update, where they were asked for.</summary>
    public IReadOnlyList<int> TokenIds { get; init; } = [];

    /// <summary>Gets the log-probabilities of the tokens, where they were asked for.</summary>
    public IReadOnlyList<TextLogprob> Logprobs { get; init; } = [];

    /// <summary>Gets the log-probabilities of the prompt, in the first update of a choice and where asked
    /// for.</summary>
    /// <remarks>The first token has none and is <see langword="null"/>.</remarks>
    public IReadOnlyList<TextLogprob?>? PromptLogprobs { get; init; }

    /// <summary>Gets the pieces of tool calls that follow.</summary>
    public IReadOnlyList<ToolCallUpdate> ToolCalls { get; init; } = [];

    /// <summary>Gets why the choice ended; <see langword="null"/> while it goes on.</summary>
    public GenerationFinishReason? FinishReason { get; init; }

    /// <summary>Gets the stop string that ended the choice; <see langword="null"/> for none.</summary>
    public string? StopText { get; init; }

    /// <summary>Gets the stop token that ended the choice, where one was asked for.</summary>
    public int? StopTokenId { get; init; }

    /// <summary>Gets the tokens used by all choices so far; at least in the last update.</summary>
    public TextGenerationUsage? Usage { get; init; }
}
