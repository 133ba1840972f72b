namespace KServe.Runtime.Generative.Configuration;

/// <summary>How a sentence embedding is made from the states of its tokens.</summary>
/// <remarks>Source: <c>modules.json</c> and the configurations of sentence-transformers.</remarks>
internal sealed record PoolingConfiguration
{
    /// <summary>Gets how the states become one vector.</summary>
    public required PoolingMode Mode { get; init; }

    /// <summary>Gets whether the vector is scaled to length 1.</summary>
    public bool Normalizes { get; init; }

    /// <summary>Gets where longer texts are cut, where the folder says so.</summary>
    public int? MaxSequenceLength { get; init; }
}
