using KServe.Protocol.OpenAi;

namespace KServe.Protocol;

/// <summary>A request to generate text, as an OpenAI client sends it.</summary>
public sealed record OpenAiRequest
{
    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets what to generate: one request for each prompt, at least one.</summary>
    public required IReadOnlyList<TextGenerationRequest> Prompts { get; init; }

    /// <summary>Gets whether it is a chat; a plain completion otherwise.</summary>
    public required bool IsChat { get; init; }

    /// <summary>Gets whether the answer is sent as events.</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets whether the last event tells the tokens used.</summary>
    public bool IncludesUsage { get; init; }

    /// <summary>Gets whether every event tells the tokens used.</summary>
    public bool IncludesUsageAlways { get; init; }

    /// <summary>Gets whether the text begins with the prompt.</summary>
    public bool IsEcho { get; init; }

    /// <summary>Gets whether tokens are written by their ids, like <c>token_id:42</c>.</summary>
    public bool WritesTokensAsIds { get; init; }

    /// <summary>Gets what a response tells of its request; <see langword="null"/> for chats and completions.</summary>
    internal ResponsesSettings? Response { get; init; }

    /// <summary>Gets the choices of each prompt.</summary>
    public int ChoicesPerPrompt => Prompts[0].Sampling.Count;
}
