using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>The rows of a matrix in another order.</summary>
internal sealed class OrderedRows(IWeightRows rows, int[] order) : IWeightRows
{
    /// <inheritdoc/>
    public int Rows => order.Length;

    /// <inheritdoc/>
    public int Columns => rows.Columns;

    /// <inheritdoc/>
    public WeightFormat Format => rows.Format;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> GetRow(int row) => rows.GetRow(order[row]);

    /// <inheritdoc/>
    public void ReadRow(int row, Span<float> destination) => rows.ReadRow(order[row], destination);
}
