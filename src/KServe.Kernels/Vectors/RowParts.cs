using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Cuts rows into parts for threads; one part where threads would cost more than they save.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RowParts
{
    // Below this many numbers waking another thread takes longer than the work.
    private const long SmallWork = 32 * 1024;

    private readonly int _rows;

    public RowParts(int rows, int width, ComputePool pool)
    {
        _rows = rows;
        Count = (long)rows * width < SmallWork ? 1 : Math.Min(rows, pool.Threads * 4);
    }

    /// <summary>Gets the number of parts.</summary>
    public int Count { get; }

    /// <summary>Gets the first row of a part and the row after its last.</summary>
    public (int First, int End) Range(int part) =>
        ((int)((long)_rows * part / Count), (int)((long)_rows * (part + 1) / Count));
}
