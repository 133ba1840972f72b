using KServe.Kernels.Compute;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The network behind the attention of a layer.</summary>
internal interface IFeedForward : IDisposable
{
    /// <summary>Gets the bytes of its matrices.</summary>
    long SizeInBytes { get; }

    /// <summary>Computes the outputs of some tokens.</summary>
    void Apply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool);
}
