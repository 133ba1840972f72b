using System.Numerics.Tensors;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>A matrix with a low-rank change, computed row by row in float32.</summary>
internal sealed class LoraRows(IWeightRows rows, float[] down, WeightTensor up, float scale) : ComputedRows(rows)
{
    /// <inheritdoc/>
    public override void ReadRow(int row, Span<float> destination)
    {
        base.ReadRow(row, destination);
        var target = destination[..Columns];
        var weights = new float[up.Columns];
        up.ReadRow(row, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(
                (ReadOnlySpan<float>)down.AsSpan(i * Columns, Columns), scale * weights[i], target, target);
        }
    }
}
