namespace KServe.Protocol;

/// <summary>Says in which of the known forms a server wants its requests.</summary>
public sealed record OpenAiRequestForm
{
    /// <summary>Gets the form that most servers read.</summary>
    public static OpenAiRequestForm Default { get; } = new();

    /// <summary>Gets whether the most tokens of a chat are called <c>max_completion_tokens</c>.</summary>
    /// <value>Default: <see langword="false"/>, for <c>max_tokens</c>.</value>
    public bool UsesMaxCompletionTokens { get; init; }

    /// <summary>Gets whether answers are asked for as events.</summary>
    /// <value>Default: <see langword="true"/>. Those with log-probabilities of the prompt never are.</value>
    public bool AsksForEvents { get; init; } = true;

    /// <summary>Gets whether the server is asked to tell the tokens used, by <c>stream_options</c>.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool AsksForUsage { get; init; } = true;

    /// <summary>Gets whether schemas are marked as <c>strict</c>, without which some servers only try.</summary>
    /// <value>Default: <see langword="true"/>. Ignored where the client says it itself.</value>
    public bool MarksSchemasStrict { get; init; } = true;
}
