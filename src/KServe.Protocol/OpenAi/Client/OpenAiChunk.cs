namespace KServe.Protocol;

/// <summary>What one event of a server's stream says.</summary>
/// <param name="Updates">The pieces of the choices; those that say nothing are left out.</param>
public sealed record OpenAiChunk(IReadOnlyList<TextGenerationUpdate> Updates)
{
    /// <summary>Gets the tokens used so far; <see langword="null"/> when the event does not tell.</summary>
    public TextGenerationUsage? Usage { get; init; }

    /// <summary>Gets the failure that the server reports; <see langword="null"/> for none.</summary>
    public OpenAiError? Error { get; init; }
}
