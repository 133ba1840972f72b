using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>The memory that all layers of an encoder share, reused from batch to batch.</summary>
internal sealed class EncoderScratch(ComputePool pool) : IDisposable
{
    public ComputePool Pool { get; } = pool;

    public AttentionEngine Attention { get; } = new(pool);

    public ActivationBuffer Hidden { get; } = new();

    public ActivationBuffer Normed { get; } = new();

    public ActivationBuffer Added { get; } = new();

    public ActivationBuffer QueryKeyValue { get; } = new();

    public ActivationBuffer Mixed { get; } = new();

    public ActivationBuffer Head { get; } = new();

    public ActivationBuffer HeadDense { get; } = new();

    public void Dispose() => Attention.Dispose();
}
