using KServe.Kernels.Compute;

namespace KServe.Kernels.Attention;

/// <summary>Computes attention: causal over the blocks of a KV cache, or over rows that lie side by side.</summary>
/// <remarks>
/// One caller at a time. What a token's output is depends on its own sequence alone, bit for bit: not on its neighbours
/// in the call, nor on how its sequence is cut into calls, nor on the threads. A call allocates nothing once the memory
/// of the engine has grown to it.
/// </remarks>
public sealed unsafe class AttentionEngine : IDisposable
{
    private readonly ComputePool _pool;
    private readonly AttentionMemory _items = new();
    private readonly AttentionMemory _partials = new();
    private readonly AttentionMemory _scratch = new();

    /// <summary>Initializes the engine.</summary>
    /// <param name="pool">The threads to use, which the engine does not own.</param>
    public AttentionEngine(ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _pool = pool;
    }

    /// <summary>Computes causal attention over the blocks of a cache, to which all keys are written already.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="layout">The layout of the blocks.</param>
    /// <param name="store">The first block of the layer; blocks lie one after the other.</param>
    /// <param name="sequences">The tokens and their blocks.</param>
    /// <param name="queries">The queries: heads side by side in rows of <paramref name="queryStride"/>.</param>
    /// <param name="queryStride">From one token's queries to the next.</param>
    /// <param name="output">Takes the outputs, [tokens, heads, head size].</param>
    /// <exception cref="ArgumentException">The shape does not fit the layout, or a span is too short.</exception>
    public void Causal(
        in AttentionShape shape,
        KvLayout layout,
        byte* store,
        ReadOnlySpan<AttentionSequence> sequences,
        ReadOnlySpan<float> queries,
        int queryStride,
        Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Check(shape, sequences, queries.Length, queryStride, output.Length);
        if (layout.HeadCount != shape.KeyValueHeadCount || layout.HeadSize != shape.HeadSize)
        {
            throw new ArgumentException("The layout has other heads than the shape.", nameof(layout));
        }

        var work = new AttentionWork
        {
            Shape = shape,
            Source = KeyValueSource.Blocks,
            IsCausal = true,
            QueryStride = queryStride,
            Store = store,
            BlockBytes = layout.BlockBytes,
            BlockSize = layout.BlockSize,
            HeadBytes = layout.HeadBytes,
            KeyBytes = layout.KeyBytes,
            Format = layout.Format,
        };
        Run(ref work, sequences, queries, output);
    }

    /// <summary>Computes attention over keys and values that lie in rows, as encoders do.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="isCausal">Whether a token sees only itself and what is before it.</param>
    /// <param name="sequences">The tokens that ask.</param>
    /// <param name="keySequences">The tokens that each of them sees: the same, or others than those that ask.</param>
    /// <param name="queries">The queries: heads side by side in rows of <paramref name="queryStride"/>.</param>
    /// <param name="queryStride">From one token's queries to the next.</param>
    /// <param name="keys">The keys: heads side by side in rows of <paramref name="keyValueStride"/>.</param>
    /// <param name="values">The values, as the keys.</param>
    /// <param name="keyValueStride">From one token's keys to the next, and from its values to the next.</param>
    /// <param name="bias">What is added to scores, or <see langword="null"/>.</param>
    /// <param name="output">Takes the outputs, [tokens, heads, head size].</param>
    /// <exception cref="ArgumentException">A span is too short, or a sequence is longer than the bias.</exception>
    public void Rows(
        in AttentionShape shape,
        bool isCausal,
        ReadOnlySpan<AttentionSequence> sequences,
        ReadOnlySpan<AttentionSequence> keySequences,
        ReadOnlySpan<float> queries,
        int queryStride,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        int keyValueStride,
        DistanceBias? bias,
        Span<float> output)
    {
        Check(shape, sequences, queries.Length, queryStride, output.Length);
        var width = shape.KeyValueHeadCount * shape.HeadSize;
        CheckRows(keySequences, keys.Length, keyValueStride, width);
        CheckRows(keySequences, values.Length, keyValueStride, width);
        CheckKeys(isCausal, sequences, keySequences);
        fixed (float* key = keys)
        fixed (float* value = values)
        fixed (float* biases = bias is null ? default : bias.Values)
        fixed (AttentionSequence* seen = keySequences)
        {
            var work = new AttentionWork
            {
                Shape = shape,
                Source = KeyValueSource.Rows,
                IsCausal = isCausal,
                KeySequences = seen,
                QueryStride = queryStride,
                Keys = key,
                Values = value,
                KeyValueStride = keyValueStride,
                Bias = biases,
                BiasStride = bias?.Stride ?? 0,
                BiasMiddle = bias?.Middle ?? 0,
            };
            bias?.Check(shape.HeadCount, sequences);
            bias?.Check(shape.HeadCount, keySequences);
            Run(ref work, sequences, queries, output);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _items.Dispose();
        _partials.Dispose();
        _scratch.Dispose();
    }

    private static void Check(
        in AttentionShape shape, ReadOnlySpan<AttentionSequence> sequences, int queries, int stride, int output)
    {
        AttentionPlan.Check(shape);
        var width = shape.HeadCount * shape.HeadSize;
        CheckRows(sequences, queries, stride, width);
        CheckRows(sequences, output, width, width);
    }

    private static void CheckKeys(
        bool isCausal, ReadOnlySpan<AttentionSequence> sequences, ReadOnlySpan<AttentionSequence> keySequences)
    {
        if (sequences.Length != keySequences.Length)
        {
            throw new ArgumentException("Each sequence sees one sequence of keys.", nameof(keySequences));
        }

        for (var i = 0; isCausal && i < sequences.Length; i++)
        {
            if (keySequences[i].TokenCount < sequences[i].ContextLength + sequences[i].TokenCount)
            {
                throw new ArgumentException("A token lies behind its keys.", nameof(keySequences));
            }
        }
    }

    private static void CheckRows(ReadOnlySpan<AttentionSequence> sequences, int length, int stride, int width)
    {
        foreach (ref readonly var sequence in sequences)
        {
            if (sequence.TokenCount < 1 || sequence.FirstToken < 0 || sequence.ContextLength < 0
                || stride < width || length < ((long)(sequence.FirstToken + sequence.TokenCount - 1) * stride) + width)
            {
                throw new ArgumentException("A sequence's tokens lie outside the rows.", nameof(sequences));
            }
        }
    }

    private void Run(
        ref AttentionWork work,
        ReadOnlySpan<AttentionSequence> sequences,
        ReadOnlySpan<float> queries,
        Span<float> output)
    {
        var next = 0;
        work.NextItem = &next;
        work.PaddedHeadSize = KvLayout.Pad(work.Shape.HeadSize);
        work.ItemRows = AttentionPlan.RowsPerItem(work.Shape);
        work.ScratchFloats = TileScratch.Floats(work.Shape.HeadSize, work.ItemRows);
        fixed (AttentionSequence* tokens = sequences)
        fixed (float* query = queries)
        fixed (float* result = output)
        {
            work.Sequences = tokens;
            work.Queries = query;
            work.Output = result;
            Plan(ref work, sequences);
            var parts = Math.Min(_pool.Threads, work.ItemCount);
            work.Scratch = (float*)_scratch.Get((nuint)parts * work.ScratchFloats * sizeof(float));
            _pool.Run(ref work, parts);
        }
    }

    private void Plan(ref AttentionWork work, ReadOnlySpan<AttentionSequence> sequences)
    {
        var isCut = AttentionPlan.IsCut(work.Shape, sequences, _pool.Threads);
        var (items, parts) = AttentionPlan.Find(ref work, sequences.Length, isCut, null);
        work.ItemCount = items;
        work.Items = (AttentionItem*)_items.Get((nuint)items * (nuint)sizeof(AttentionItem));
        AttentionPlan.Find(ref work, sequences.Length, isCut, work.Items);
        if (parts == 0)
        {
            return;
        }

        work.PartialFloats = RowSums.Floats(work.PaddedHeadSize, work.ItemRows);
        var floats = (nuint)parts * work.PartialFloats;
        work.Partials = (float*)_partials.Get((floats * sizeof(float)) + ((nuint)parts * sizeof(int)));
        work.OpenParts = (int*)(work.Partials + floats);
        for (var i = 0; i < items; i++)
        {
            if (work.Items[i].Parts > 1)
            {
                work.OpenParts[work.Items[i].FirstPart] = work.Items[i].Parts;
            }
        }
    }
}
