using KServe.Kernels.Attention;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models;

/// <summary>How a decoder is loaded.</summary>
internal sealed record CausalModelOptions
{
    /// <summary>Gets the precision to hold the matrices in.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Auto;

    /// <summary>Gets the fewest weights of a matrix that is quantized at load.</summary>
    public int SmallestQuantized { get; init; } = ModelTensors.SmallestQuantized;

    /// <summary>Gets how the KV cache stores its numbers.</summary>
    public KvFormat CacheFormat { get; init; } = KvFormat.BF16;

    /// <summary>Gets the tokens in a block of the KV cache, a multiple of 16.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>Gets the blocks in the KV cache.</summary>
    public required int BlockCount { get; init; }

    /// <summary>Gets the longest sequence; 0 for the one that the model's file names.</summary>
    public int MaxSequenceLength { get; init; }

    /// <summary>Gets how many tokens go through the layers at once; a larger step goes in slices.</summary>
    public int MaxSliceTokens { get; init; } = 512;

    /// <summary>Gets the folder of a LoRA adapter to merge, or <see langword="null"/>.</summary>
    public string? AdapterFolder { get; init; }
}
