using System.Numerics.Tensors;
using KServe.Kernels.Compute;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>A matrix and, where the model has one, what is added behind it.</summary>
internal sealed class LinearLayer(WeightMatrix matrix, float[]? bias) : IDisposable
{
    /// <summary>Gets the number of outputs.</summary>
    public int Rows => matrix.Rows;

    /// <summary>Gets the bytes that one token reads.</summary>
    public long SizeInBytes => matrix.SizeInBytes;

    /// <summary>Computes the outputs of some tokens.</summary>
    public void Apply(ReadOnlySpan<float> input, int tokens, Span<float> output, ComputePool pool)
    {
        matrix.Multiply(input, tokens, output, pool);
        if (bias is null)
        {
            return;
        }

        for (var token = 0; token < tokens; token++)
        {
            var row = output.Slice(token * Rows, Rows);
            TensorPrimitives.Add(row, bias, row);
        }
    }

    public void Dispose() => matrix.Dispose();
}
