using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Walks trees of any shape: eight rows through one tree, or one row through eight trees.</summary>
internal static class SparseWalk
{
    /// <summary>Walks eight lanes to their leaves.</summary>
    /// <param name="data">The trees.</param>
    /// <param name="slots">The slots of the first lane's row.</param>
    /// <param name="stride">From one lane's row to the next; 0 when all lanes walk for the same row.</param>
    /// <param name="lanes">Where each lane starts; receives ~ordinal of the leaf it comes to.</param>
    public static void Walk<T, TLeaf>(ForestData<T, TLeaf> data, ref T slots, int stride, Span<int> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(data.Nodes);
        lanes = lanes[..TreeGroup.Size];
        int a0 = lanes[0], a1 = lanes[1], a2 = lanes[2], a3 = lanes[3];
        int a4 = lanes[4], a5 = lanes[5], a6 = lanes[6], a7 = lanes[7];
        while ((a0 & a1 & a2 & a3 & a4 & a5 & a6 & a7) >= 0)
        {
            a0 = Step(data, ref nodes, a0, ref slots);
            a1 = Step(data, ref nodes, a1, ref Unsafe.Add(ref slots, stride));
            a2 = Step(data, ref nodes, a2, ref Unsafe.Add(ref slots, 2 * stride));
            a3 = Step(data, ref nodes, a3, ref Unsafe.Add(ref slots, 3 * stride));
            a4 = Step(data, ref nodes, a4, ref Unsafe.Add(ref slots, 4 * stride));
            a5 = Step(data, ref nodes, a5, ref Unsafe.Add(ref slots, 5 * stride));
            a6 = Step(data, ref nodes, a6, ref Unsafe.Add(ref slots, 6 * stride));
            a7 = Step(data, ref nodes, a7, ref Unsafe.Add(ref slots, 7 * stride));
        }

        (lanes[0], lanes[1], lanes[2], lanes[3]) = (a0, a1, a2, a3);
        (lanes[4], lanes[5], lanes[6], lanes[7]) = (a4, a5, a6, a7);
    }

    /// <summary>Walks one lane to its leaf, and returns ~ordinal of it.</summary>
    public static int Walk<T, TLeaf>(ForestData<T, TLeaf> data, ref T slots, int at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(data.Nodes);
        while (at >= 0)
        {
            at = Step(data, ref nodes, at, ref slots);
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step<T, TLeaf>(ForestData<T, TLeaf> data, ref SparseNode<T> nodes, int at, ref T slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        if (at < 0)
        {
            return at;
        }

        ref var node = ref Unsafe.Add(ref nodes, at);
        if (node.Slot < 0)
        {
            return StepSpecial(data, at, ref slots);
        }

        int right = Unsafe.BitCast<bool, byte>(Unsafe.Add(ref slots, node.Slot) >= node.Threshold);
        return node.Left + (node.RightLessLeft & -right);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int StepSpecial<T, TLeaf>(ForestData<T, TLeaf> data, int at, ref T slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        ref readonly var node = ref data.Nodes[at];
        ref readonly var split = ref data.Specials[~node.Slot];
        var value = double.CreateTruncating(Unsafe.Add(ref slots, split.Slot));
        return split.GoesLeft(value, data.CategoryBits) ? node.Left : node.Right;
    }
}
