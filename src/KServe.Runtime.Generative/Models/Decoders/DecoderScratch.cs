using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>The memory that all layers of a decoder share, reused from step to step.</summary>
internal sealed class DecoderScratch(ComputePool pool) : IDisposable
{
    public ComputePool Pool { get; } = pool;

    public AttentionEngine Attention { get; } = new(pool);

    public ActivationBuffer Hidden { get; } = new();

    public ActivationBuffer Normed { get; } = new();

    public ActivationBuffer Added { get; } = new();

    public ActivationBuffer AddedToo { get; } = new();

    public ActivationBuffer QueryKeyValue { get; } = new();

    public ActivationBuffer Mixed { get; } = new();

    public ActivationBuffer Last { get; } = new();

    public void Dispose() => Attention.Dispose();
}
