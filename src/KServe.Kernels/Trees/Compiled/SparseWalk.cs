using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Walks trees of any shape: eight rows through one tree, or one row through eight trees.</summary>
internal static class SparseWalk
{
    /// <summary>Walks eight lanes to their leaves; no split on the way may be special.</summary>
    /// <param name="nodes">The splits of all trees.</param>
    /// <param name="slots">The slots of the first lane's row.</param>
    /// <param name="stride">From one lane's row to the next; 0 when all lanes walk for the same row.</param>
    /// <param name="lanes">Where each lane starts; receives ~ordinal of the leaf it comes to.</param>
    public static void Walk<T>(SparseNode<T>[] nodes, ref T slots, nint stride, Span<int> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(nodes);
        ref var lane = ref MemoryMarshal.GetReference(lanes[..TreeGroup.Size]);
        nint a0 = lane, a1 = Unsafe.Add(ref lane, 1), a2 = Unsafe.Add(ref lane, 2), a3 = Unsafe.Add(ref lane, 3);
        nint a4 = Unsafe.Add(ref lane, 4), a5 = Unsafe.Add(ref lane, 5), a6 = Unsafe.Add(ref lane, 6);
        nint a7 = Unsafe.Add(ref lane, 7);

        // Nothing in here is called: a call would push all lanes out of the registers at every step.
        while ((a0 & a1 & a2 & a3 & a4 & a5 & a6 & a7) >= 0)
        {
            a0 = a0 < 0 ? a0 : Child(ref Unsafe.Add(ref first, a0), ref slots);
            a1 = a1 < 0 ? a1 : Child(ref Unsafe.Add(ref first, a1), ref Unsafe.Add(ref slots, stride));
            a2 = a2 < 0 ? a2 : Child(ref Unsafe.Add(ref first, a2), ref Unsafe.Add(ref slots, 2 * stride));
            a3 = a3 < 0 ? a3 : Child(ref Unsafe.Add(ref first, a3), ref Unsafe.Add(ref slots, 3 * stride));
            a4 = a4 < 0 ? a4 : Child(ref Unsafe.Add(ref first, a4), ref Unsafe.Add(ref slots, 4 * stride));
            a5 = a5 < 0 ? a5 : Child(ref Unsafe.Add(ref first, a5), ref Unsafe.Add(ref slots, 5 * stride));
            a6 = a6 < 0 ? a6 : Child(ref Unsafe.Add(ref first, a6), ref Unsafe.Add(ref slots, 6 * stride));
            a7 = a7 < 0 ? a7 : Child(ref Unsafe.Add(ref first, a7), ref Unsafe.Add(ref slots, 7 * stride));
        }

        (lanes[0], lanes[1], lanes[2], lanes[3]) = ((int)a0, (int)a1, (int)a2, (int)a3);
        (lanes[4], lanes[5], lanes[6], lanes[7]) = ((int)a4, (int)a5, (int)a6, (int)a7);
    }

    /// <summary>Walks one row through a tree of any splits, and returns ~ordinal of the leaf.</summary>
    public static int Walk<T, TLeaf>(ForestData<T, TLeaf> data, ref T slots, int at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        while (at >= 0)
        {
            ref var node = ref data.Nodes[at];
            at = node.Slot >= 0 ? (int)Child(ref node, ref slots) : SpecialChild(data, node, ref slots);
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Child<T>(ref SparseNode<T> node, ref T slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int right = Unsafe.BitCast<bool, byte>(Unsafe.Add(ref slots, node.Slot) >= node.Threshold);
        return node.Left + (node.RightLessLeft & -right);
    }

    private static int SpecialChild<T, TLeaf>(ForestData<T, TLeaf> data, in SparseNode<T> node, ref T slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        ref readonly var split = ref data.Specials[~node.Slot];
        var value = double.CreateTruncating(Unsafe.Add(ref slots, split.Slot));
        return split.GoesLeft(value, data.CategoryBits) ? node.Left : node.Right;
    }
}
