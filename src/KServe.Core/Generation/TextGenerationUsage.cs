using System.Runtime.InteropServices;

namespace KServe;

/// <summary>Counts the tokens of a request.</summary>
/// <param name="PromptTokens">The tokens of the prompt.</param>
/// <param name="CompletionTokens">The tokens that were generated for all choices.</param>
/// <param name="CachedTokens">The tokens of the prompt whose keys and values were still in the cache.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextGenerationUsage(int PromptTokens, int CompletionTokens, int CachedTokens)
{
    /// <summary>Gets the tokens of prompt and choices.</summary>
    public int TotalTokens => PromptTokens + CompletionTokens;

    /// <summary>Gets the generated tokens that were thoughts.</summary>
    public int ReasoningTokens { get; init; }
}
