using System.Numerics;
using System.Runtime.InteropServices;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Reads rows of float64 or float32 features from pinned memory.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct RowSource
{
    private readonly double* _wide;
    private readonly float* _narrow;
    private readonly int _featureCount;

    public RowSource(double* rows, int featureCount)
    {
        _wide = rows;
        _featureCount = featureCount;
    }

    public RowSource(float* rows, int featureCount)
    {
        _narrow = rows;
        _featureCount = featureCount;
    }

    /// <summary>Fills the lanes of all slots with consecutive rows; the last one fills the lanes that are left.</summary>
    public void Fill<T, TLanes>(SlotTable<T> table, int first, int count, Span<T> scratch, TLanes* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var target = (double*)lanes;
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            if (lane < count)
            {
                Fill(table, first + lane, scratch);
            }

            for (var slot = 0; slot < table.Count; slot++)
            {
                target[(slot * TLanes.Count) + lane] = double.CreateTruncating(scratch[slot]);
            }
        }
    }

    private void Fill<T>(SlotTable<T> table, int row, Span<T> slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var at = (long)row * _featureCount;
        if (_narrow is null)
        {
            table.Fill(in _wide[at], slots);
        }
        else
        {
            table.Fill(in _narrow[at], slots);
        }
    }
}
