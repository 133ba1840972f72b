using System.Numerics.Tensors;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Reads the vectors of tokens, and of positions where a model has learned them, out of the file.</summary>
/// <remarks>Only rows that are asked for come into memory. Ends the file when it is disposed.</remarks>
internal sealed class TokenEmbeddings(IWeightRows tokens, float[]? positions, float scale, IDisposable file)
    : IDisposable
{
    /// <summary>Gets the number of tokens.</summary>
    public int Count => tokens.Rows;

    /// <summary>Gets the numbers in a vector.</summary>
    public int Width => tokens.Columns;

    /// <summary>Reads the vectors of some tokens.</summary>
    public void Read(ReadOnlySpan<int> ids, ReadOnlySpan<int> places, Span<float> destination)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var row = destination.Slice(i * Width, Width);
            tokens.ReadRow(ids[i], row);
            if (scale != 1f)
            {
                TensorPrimitives.Multiply(row, scale, row);
            }

            if (positions is not null)
            {
                TensorPrimitives.Add(row, positions.AsSpan(places[i] * Width, Width), row);
            }
        }
    }

    public void Dispose() => file.Dispose();
}
