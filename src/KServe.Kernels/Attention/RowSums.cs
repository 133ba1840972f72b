using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>What rows of queries have summed up over some keys: weighted values, weights, the highest score.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RowSums
{
    public float* Sums;
    public float* Highest;
    public float* Totals;
    public int Padded;

    /// <summary>Gets the numbers that so many rows take.</summary>
    public static nuint Floats(int padded, int rows) => ((nuint)rows * (nuint)padded) + (2 * (nuint)KvLayout.Pad(rows));

    public static RowSums At(float* memory, int padded, int rows)
    {
        var highest = memory + ((nint)rows * padded);
        return new RowSums
        {
            Sums = memory,
            Highest = highest,
            Totals = highest + KvLayout.Pad(rows),
            Padded = padded,
        };
    }

    /// <summary>Begins anew.</summary>
    public readonly void Clear(int rows)
    {
        new Span<float>(Sums, rows * Padded).Clear();
        new Span<float>(Totals, rows).Clear();
        new Span<float>(Highest, rows).Fill(float.NegativeInfinity);
    }

    /// <summary>Begins anew and returns itself.</summary>
    public readonly RowSums Cleared(int rows)
    {
        Clear(rows);
        return this;
    }
}
