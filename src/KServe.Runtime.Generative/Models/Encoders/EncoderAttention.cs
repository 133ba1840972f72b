using KServe.Kernels.Attention;
using KServe.Kernels.Vectors;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>The attention of one layer: every token sees those around it.</summary>
internal sealed class EncoderAttention(AttentionShape shape) : IDisposable
{
    public required LinearLayer QueryKeyValue { get; init; }

    public required LinearLayer Output { get; init; }

    /// <summary>Gets the angles of the batch, of models with rotary positions.</summary>
    public RotaryAngles? Rotary { get; init; }

    /// <summary>Gets what is added to scores, of models that have it.</summary>
    public DistanceBias? Bias { get; init; }

    private int Size => shape.HeadCount * shape.HeadSize;

    public void Apply(EncoderBatch batch, EncoderScratch scratch, ReadOnlySpan<float> input, Span<float> output)
    {
        var tokens = batch.Tokens.Length;
        var stride = QueryKeyValue.Rows;
        var rows = scratch.QueryKeyValue.Get(tokens, stride);
        QueryKeyValue.Apply(input, tokens, rows, scratch.Pool);
        if (Rotary is not null)
        {
            KServe.Kernels.Vectors.Rotary.Apply(
                rows, stride, 2 * Size, shape.HeadSize, Rotary.Values, Rotary.Width, RotaryLayout.Halves, scratch.Pool);
        }

        var mixed = scratch.Mixed.Get(tokens, Size);
        scratch.Attention.Rows(
            shape,
            isCausal: false,
            batch.Sequences,
            batch.Sequences,
            rows,
            stride,
            rows[Size..],
            rows[(2 * Size)..],
            stride,
            Bias,
            mixed);
        Output.Apply(mixed, tokens, output, scratch.Pool);
    }

    public void Dispose()
    {
        QueryKeyValue.Dispose();
        Output.Dispose();
    }
}
