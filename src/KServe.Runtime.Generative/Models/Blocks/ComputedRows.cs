using System.Runtime.InteropServices;
using KServe.Kernels.Linear;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Rows that are computed from stored ones, in float32.</summary>
internal abstract class ComputedRows(IWeightRows rows) : IWeightRows
{
    /// <inheritdoc/>
    public virtual int Rows => rows.Rows;

    /// <inheritdoc/>
    public int Columns => rows.Columns;

    /// <inheritdoc/>
    public WeightFormat Format => WeightFormat.F32;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> GetRow(int row)
    {
        var numbers = new float[Columns];
        ReadRow(row, numbers);
        return MemoryMarshal.AsBytes(numbers.AsSpan());
    }

    /// <inheritdoc/>
    public virtual void ReadRow(int row, Span<float> destination) => rows.ReadRow(row, destination);
}
