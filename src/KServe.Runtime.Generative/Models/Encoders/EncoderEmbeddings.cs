using System.Numerics.Tensors;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>The vectors that go into the first layer: of tokens, positions and segments, normed.</summary>
internal sealed class EncoderEmbeddings(
    IWeightRows tokens, IWeightRows? positions, int firstPosition, IWeightRows? tokenTypes, NormLayer? norm)
{
    private readonly float[] _addend = new float[tokens.Columns];

    /// <summary>Gets the numbers in a vector.</summary>
    public int Width => tokens.Columns;

    /// <summary>Gets the number of tokens.</summary>
    public int Count => tokens.Rows;

    /// <summary>Gets the number of segments.</summary>
    public int TokenTypeCount => tokenTypes?.Rows ?? 1;

    /// <summary>Computes the vectors of a batch.</summary>
    public void Read(EncoderBatch batch, Span<float> destination, ComputePool pool)
    {
        for (var i = 0; i < batch.Tokens.Length; i++)
        {
            var row = destination.Slice(i * Width, Width);
            tokens.ReadRow(batch.Tokens[i], row);
            Add(tokenTypes, batch.TokenTypes[i], row);
            Add(positions, batch.Positions[i] + firstPosition, row);
        }

        norm?.Apply(destination, destination, pool);
    }

    private void Add(IWeightRows? table, int index, Span<float> row)
    {
        if (table is not null)
        {
            table.ReadRow(index, _addend);
            TensorPrimitives.Add(row, _addend, row);
        }
    }
}
