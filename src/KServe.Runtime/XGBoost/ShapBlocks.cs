using System.Buffers;
using System.Numerics.Tensors;
using KServe.Kernels.Trees;

namespace KServe.Runtime.XGBoost;

/// <summary>Computes contributions in blocks of rows, so that their float64 form never takes much memory.</summary>
internal static class ShapBlocks
{
    private const int BlockLength = 512 * 1024;

    /// <summary>Computes some rows, as the methods of <see cref="TreeShap"/> do.</summary>
    public delegate void Method(
        TreeEnsemble ensemble,
        ReadOnlySpan<float> rows,
        int rowCount,
        Span<double> values,
        CancellationToken cancellationToken);

    public static void Compute(
        Method method,
        TreeEnsemble ensemble,
        ReadOnlySpan<float> rows,
        int rowCount,
        Span<float> values,
        CancellationToken cancellationToken)
    {
        if (rowCount == 0)
        {
            return;
        }

        var width = values.Length / rowCount;
        var perBlock = Math.Max(1, BlockLength / width);
        var doubles = ArrayPool<double>.Shared.Rent(Math.Min(perBlock, rowCount) * width);
        try
        {
            for (var start = 0; start < rowCount; start += perBlock)
            {
                var count = Math.Min(perBlock, rowCount - start);
                var block = doubles.AsSpan(0, count * width);
                var some = rows.Slice(start * ensemble.FeatureCount, count * ensemble.FeatureCount);
                method(ensemble, some, count, block, cancellationToken);
                TensorPrimitives.ConvertTruncating<double, float>(block, values[(start * width)..]);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(doubles);
        }
    }
}
