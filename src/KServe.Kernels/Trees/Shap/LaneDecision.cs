using System.Numerics;
using System.Runtime.CompilerServices;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Decides splits for several rows at once, whose slots lie lane by lane.</summary>
internal static unsafe class LaneDecision
{
    /// <summary>Returns the mask of the rows that go right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GoesRight<T, TLeaf, TLanes>(ForestData<T, TLeaf> data, in SparseNode<T> node, TLanes* rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
        where TLanes : unmanaged, ILanes<TLanes> => node.Slot >= 0
        ? TLanes.AtLeast(rows[node.Slot], TLanes.Create(double.CreateTruncating(node.Threshold)))
        : Special(data.Specials[~node.Slot], data.CategoryBits, rows);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLanes Special<TLanes>(in SpecialSplit split, uint[] categoryBits, TLanes* rows)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes mask = default;
        var values = (double*)(rows + split.Slot);
        var bits = (long*)&mask;
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            bits[lane] = split.GoesLeft(values[lane], categoryBits) ? 0 : -1;
        }

        return mask;
    }
}
