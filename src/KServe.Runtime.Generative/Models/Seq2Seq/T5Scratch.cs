using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Seq2Seq;

/// <summary>The memory that all layers of the decoder share.</summary>
internal sealed class T5Scratch(ComputePool pool) : IDisposable
{
    public ComputePool Pool { get; } = pool;

    public AttentionEngine Attention { get; } = new(pool);

    public ActivationBuffer Hidden { get; } = new();

    public ActivationBuffer Normed { get; } = new();

    public ActivationBuffer Added { get; } = new();

    public ActivationBuffer Queries { get; } = new();

    public ActivationBuffer Mixed { get; } = new();

    public void Dispose() => Attention.Dispose();
}
