using KServe.Kernels.Attention;
using KServe.Kernels.Compute;
using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.KvCache;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Decoders;

/// <summary>The attention of one layer over the KV cache.</summary>
internal sealed unsafe class DecoderAttention : IDisposable
{
    private readonly AttentionShape _shape;
    private readonly int _layer;

    public DecoderAttention(AttentionShape shape, int layer)
    {
        _shape = shape;
        _layer = layer;
    }

    public required LinearLayer QueryKeyValue { get; init; }

    public required LinearLayer Output { get; init; }

    public NormLayer? QueryNorm { get; init; }

    public NormLayer? KeyNorm { get; init; }

    /// <summary>Gets the angles of the step, of models with rotary positions.</summary>
    public RotaryAngles? Rotary { get; init; }

    public RotaryLayout RotaryLayout { get; init; }

    public long SizeInBytes => QueryKeyValue.SizeInBytes + Output.SizeInBytes;

    private int QuerySize => _shape.HeadCount * _shape.HeadSize;

    private int KeySize => _shape.KeyValueHeadCount * _shape.HeadSize;

    /// <summary>Writes the keys and values of a slice to the cache and computes its attention.</summary>
    public void Apply(
        DecoderSlice slice, DecoderScratch scratch, KvStore store, ReadOnlySpan<float> input, Span<float> output)
    {
        var tokens = slice.TokenCount;
        var stride = QueryKeyValue.Rows;
        var pool = scratch.Pool;
        var rows = scratch.QueryKeyValue.Get(tokens, stride);
        QueryKeyValue.Apply(input, tokens, rows, pool);
        Normalize(rows, tokens, pool);
        if (Rotary is not null)
        {
            KServe.Kernels.Vectors.Rotary.Apply(
                rows, stride, QuerySize + KeySize, _shape.HeadSize, Rotary.Values, Rotary.Width, RotaryLayout, pool);
        }

        Store(slice, store, rows);
        var mixed = scratch.Mixed.Get(tokens, QuerySize);
        scratch.Attention.Causal(
            _shape, store.Layout, store.GetLayer(_layer), slice.Sequences, rows, stride, mixed);
        Output.Apply(mixed, tokens, output, pool);
    }

    public void Dispose()
    {
        QueryKeyValue.Dispose();
        Output.Dispose();
    }

    private void Normalize(Span<float> rows, int tokens, ComputePool pool)
    {
        if (QueryNorm is null || KeyNorm is null)
        {
            return;
        }

        for (var token = 0; token < tokens; token++)
        {
            var row = rows.Slice(token * QueryKeyValue.Rows, QueryKeyValue.Rows);
            var queries = row[..QuerySize];
            var keys = row.Slice(QuerySize, KeySize);
            QueryNorm.Apply(queries, queries, pool);
            KeyNorm.Apply(keys, keys, pool);
        }
    }

    private void Store(DecoderSlice slice, KvStore store, ReadOnlySpan<float> rows)
    {
        var size = store.Layout.BlockSize;
        foreach (ref readonly var sequence in slice.Sequences)
        {
            for (var i = 0; i < sequence.TokenCount; i++)
            {
                var position = sequence.ContextLength + i;
                var row = rows.Slice((sequence.FirstToken + i) * QueryKeyValue.Rows, QueryKeyValue.Rows);
                store.Layout.Write(
                    store.GetBlock(_layer, sequence.Blocks[position / size]),
                    position % size,
                    row.Slice(QuerySize, KeySize),
                    row.Slice(QuerySize + KeySize, KeySize));
            }
        }
    }
}
