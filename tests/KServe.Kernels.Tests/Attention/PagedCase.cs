using System.Runtime.InteropServices;
using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Tests.Vectors;

namespace KServe.Kernels.Tests.Attention;

/// <summary>One sequence with its queries, keys and values, and a cache that holds it in blocks out of order.</summary>
internal sealed unsafe class PagedCase : IDisposable
{
    private readonly byte* _store;

    public PagedCase(AttentionShape shape, KvFormat format, int blockSize, int length, int seed)
    {
        var random = new Random(seed);
        Shape = shape;
        Length = length;
        Layout = new KvLayout(blockSize, shape.KeyValueHeadCount, shape.HeadSize, format);
        Queries = VectorKernelTests.Numbers(random, length * shape.HeadCount * shape.HeadSize);
        Keys = VectorKernelTests.Numbers(random, length * shape.KeyValueHeadCount * shape.HeadSize);
        Values = VectorKernelTests.Numbers(random, length * shape.KeyValueHeadCount * shape.HeadSize);
        BlockCount = (length + blockSize - 1) / blockSize;
        _store = (byte*)NativeMemory.AlignedAlloc((nuint)(BlockCount * Layout.BlockBytes), 64);

        LeaveTraces();
        Blocks = [.. Enumerable.Range(0, BlockCount).Reverse()];
        for (var token = 0; token < length; token++)
        {
            Layout.Write(
                _store + (Blocks[token / blockSize] * Layout.BlockBytes),
                token % blockSize,
                Row(Keys, token),
                Row(Values, token));
        }
    }

    public AttentionShape Shape { get; }

    public KvLayout Layout { get; }

    public int Length { get; }

    public int BlockCount { get; }

    public int[] Blocks { get; }

    public float[] Queries { get; }

    public float[] Keys { get; }

    public float[] Values { get; }

    private int QuerySize => Shape.HeadCount * Shape.HeadSize;

    private int KeySize => Shape.KeyValueHeadCount * Shape.HeadSize;

    /// <summary>Computes the sequence in steps of so many tokens.</summary>
    public float[] Run(int step, int threads)
    {
        using var pool = new ComputePool(threads);
        using var engine = new AttentionEngine(pool);
        var output = new float[Queries.Length];
        fixed (int* blocks = Blocks)
        {
            for (var first = 0; first < Length; first += step)
            {
                var count = Math.Min(step, Length - first);
                var sequence = new AttentionSequence { TokenCount = count, ContextLength = first, Blocks = blocks };
                engine.Causal(
                    Shape,
                    Layout,
                    _store,
                    new ReadOnlySpan<AttentionSequence>(in sequence),
                    Queries.AsSpan(first * QuerySize),
                    QuerySize,
                    output.AsSpan(first * QuerySize));
            }
        }

        return output;
    }

    /// <summary>Computes the last token beside the whole sequence, in one call.</summary>
    public float[] RunBesides(int threads)
    {
        using var pool = new ComputePool(threads);
        using var engine = new AttentionEngine(pool);
        float[] queries = [.. Queries, .. Queries.AsSpan((Length - 1) * QuerySize)];
        var output = new float[queries.Length];
        fixed (int* blocks = Blocks)
        {
            engine.Causal(
                Shape,
                Layout,
                _store,
                [
                    new AttentionSequence { TokenCount = Length, Blocks = blocks },
                    new AttentionSequence
                    {
                        FirstToken = Length, TokenCount = 1, ContextLength = Length - 1, Blocks = blocks,
                    },
                ],
                queries,
                QuerySize,
                output);
        }

        return output;
    }

    /// <summary>Computes the sequence from its stored keys and values in float64.</summary>
    public float[] Expected(bool isCausal = true, Func<int, int, float>? bias = null)
    {
        var keys = new float[Keys.Length];
        var values = new float[Values.Length];
        for (var token = 0; token < Length; token++)
        {
            Layout.Read(
                _store + (Blocks[token / Layout.BlockSize] * Layout.BlockBytes),
                token % Layout.BlockSize,
                keys.AsSpan(token * KeySize),
                values.AsSpan(token * KeySize));
        }

        return PlainAttention.Run(Shape, isCausal, Length, Queries, keys, values, bias);
    }

    public void Dispose() => NativeMemory.AlignedFree(_store);

    private Span<float> Row(float[] rows, int token) => rows.AsSpan(token * KeySize, KeySize);

    // What an earlier owner left in a block must not matter, whatever it is.
    private void LeaveTraces()
    {
        new Span<byte>(_store, BlockCount * Layout.BlockBytes).Clear();
        var traces = new float[KeySize];
        Array.Fill(traces, Layout.Format == KvFormat.F32 ? float.NaN : 1e30f);
        for (var slot = 0; slot < BlockCount * Layout.BlockSize; slot++)
        {
            Layout.Write(
                _store + (slot / Layout.BlockSize * Layout.BlockBytes), slot % Layout.BlockSize, traces, traces);
        }
    }
}
