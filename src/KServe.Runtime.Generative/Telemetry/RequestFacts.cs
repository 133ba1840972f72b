using System.Runtime.InteropServices;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Telemetry;

/// <summary>What is measured of a request when it has ended.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestFacts
{
    /// <summary>Gets why it ended.</summary>
    public required FinishReason Reason { get; init; }

    /// <summary>Gets how many answers it asked for.</summary>
    public required int Choices { get; init; }

    /// <summary>Gets the tokens of its prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Gets how many of them came from a cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Gets the tokens of all its answers.</summary>
    public required int CompletionTokens { get; init; }

    /// <summary>Gets the most tokens that it asked for; null when it did not say.</summary>
    public int? MaxTokens { get; init; }
}
