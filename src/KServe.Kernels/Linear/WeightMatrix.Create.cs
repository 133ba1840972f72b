using KServe.Kernels.Compute;

namespace KServe.Kernels.Linear;

/// <content>Packing.</content>
public abstract partial class WeightMatrix
{
    /// <summary>Packs the rows of a matrix for the kernels of this processor.</summary>
    /// <param name="rows">The rows as they are stored; not needed any more afterwards.</param>
    /// <param name="precision">The precision to hold them in.</param>
    /// <param name="pool">The threads that pack.</param>
    /// <returns>The matrix, in native memory of its own.</returns>
    /// <exception cref="InvalidDataException">A number cannot be held in that precision.</exception>
    public static WeightMatrix Create(IWeightRows rows, WeightPrecision precision, ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Create([rows], precision, pool);
    }

    /// <summary>Packs several matrices of the same inputs as one, such as those of queries, keys and values.</summary>
    /// <param name="parts">The rows of each, whose outputs follow one another.</param>
    /// <param name="precision">The precision to hold them in.</param>
    /// <param name="pool">The threads that pack.</param>
    /// <returns>The matrix, in native memory of its own.</returns>
    /// <exception cref="ArgumentException">There are no parts, or their columns differ.</exception>
    /// <exception cref="InvalidDataException">A number cannot be held in that precision.</exception>
    public static WeightMatrix Create(IReadOnlyList<IWeightRows> parts, WeightPrecision precision, ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(pool);
        return MatrixPacker.Create(parts, precision, pool, KernelChoice.Best);
    }
}
