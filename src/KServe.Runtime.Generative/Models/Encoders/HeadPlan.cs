using KServe.Kernels.Vectors;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>What stands on top of an encoder: dense layer, activation, norm and outputs, each if named.</summary>
internal sealed record HeadPlan
{
    /// <summary>Gets which states it reads.</summary>
    public required HeadRows Rows { get; init; }

    /// <summary>Gets the dense layer, without a prefix.</summary>
    public string? Dense { get; init; }

    /// <summary>Gets whether the dense layer is the pooler of the encoder.</summary>
    public bool HasPooler { get; init; }

    /// <summary>Gets what follows the dense layer; that of the model where it is not given.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Gets the norm behind it.</summary>
    public string? Norm { get; init; }

    /// <summary>Gets the outputs, or <see langword="null"/> for the embeddings of all tokens.</summary>
    public string? Output { get; init; }

    /// <summary>Gets what is added to the outputs where they are the embeddings of tokens.</summary>
    public string? OutputBias { get; init; }
}
