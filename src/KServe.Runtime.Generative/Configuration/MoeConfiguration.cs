using System.Collections.Immutable;

namespace KServe.Runtime.Generative.Configuration;

/// <summary>A mixture of experts in place of the feed-forward network.</summary>
internal sealed record MoeConfiguration
{
    /// <summary>Gets the number of experts.</summary>
    public required int ExpertCount { get; init; }

    /// <summary>Gets how many experts a token visits.</summary>
    public required int ExpertsPerToken { get; init; }

    /// <summary>Gets the width of an expert.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Gets the width of the expert that every token visits, 0 without.</summary>
    public int SharedIntermediateSize { get; init; }

    /// <summary>Gets whether the weights of the chosen experts are scaled to a sum of 1.</summary>
    public bool NormalizesWeights { get; init; }

    /// <summary>Gets for each layer whether it has experts; the others have the plain network.</summary>
    public required ImmutableArray<bool> SparseLayers { get; init; }
}
