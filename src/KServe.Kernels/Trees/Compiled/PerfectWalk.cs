using System.Numerics;
using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Walks the eight trees of a padded group at once for one row.</summary>
internal static class PerfectWalk
{
    /// <summary>Adds the leaves of one row to one output, tree after tree.</summary>
    public static TLeaf Sum<T, TLeaf>(
        ref PerfectNode<T> nodes, ref TLeaf leaves, ref T slots, int depth, int count, TLeaf sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        var at = Walk(ref nodes, ref slots, depth);
        sum += Leaf(ref leaves, at.Tree0, 0);
        if (count == TreeGroup.Size)
        {
            sum += Leaf(ref leaves, at.Tree1, 1);
            sum += Leaf(ref leaves, at.Tree2, 2);
            sum += Leaf(ref leaves, at.Tree3, 3);
            sum += Leaf(ref leaves, at.Tree4, 4);
            sum += Leaf(ref leaves, at.Tree5, 5);
            sum += Leaf(ref leaves, at.Tree6, 6);
            return sum + Leaf(ref leaves, at.Tree7, 7);
        }

        for (var k = 1; k < count; k++)
        {
            sum += Leaf(ref leaves, at[k], k);
        }

        return sum;
    }

    /// <summary>Adds the leaves of one row to the output of each tree.</summary>
    public static void Scatter<T, TLeaf>(
        ref PerfectNode<T> nodes, ref TLeaf leaves, ref T slots, int depth, ReadOnlySpan<TreeEntry> trees,
        Span<TLeaf> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    {
        var at = Walk(ref nodes, ref slots, depth);
        for (var k = 0; k < trees.Length; k++)
        {
            outputs[trees[k].Output] += Leaf(ref leaves, at[k], k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLeaf Leaf<TLeaf>(ref TLeaf leaves, nint at, nint tree)
        where TLeaf : unmanaged => Unsafe.Add(ref leaves, at + tree);

    // Eight independent chains of loads: while one waits for memory, the others go on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static EightTrees Walk<T>(ref PerfectNode<T> nodes, ref T slots, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint a0 = 8, a1 = 8, a2 = 8, a3 = 8, a4 = 8, a5 = 8, a6 = 8, a7 = 8;
        for (var level = depth; level > 0; level--)
        {
            a0 = Child(ref Unsafe.Add(ref nodes, a0), ref slots, a0);
            a1 = Child(ref Unsafe.Add(ref nodes, a1 + 1), ref slots, a1);
            a2 = Child(ref Unsafe.Add(ref nodes, a2 + 2), ref slots, a2);
            a3 = Child(ref Unsafe.Add(ref nodes, a3 + 3), ref slots, a3);
            a4 = Child(ref Unsafe.Add(ref nodes, a4 + 4), ref slots, a4);
            a5 = Child(ref Unsafe.Add(ref nodes, a5 + 5), ref slots, a5);
            a6 = Child(ref Unsafe.Add(ref nodes, a6 + 6), ref slots, a6);
            a7 = Child(ref Unsafe.Add(ref nodes, a7 + 7), ref slots, a7);
        }

        nint start = TreeGroup.Size << depth;
        return new EightTrees(
            a0 - start, a1 - start, a2 - start, a3 - start, a4 - start, a5 - start, a6 - start, a7 - start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Child<T>(ref PerfectNode<T> node, ref T slots, nint at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint right = Unsafe.BitCast<bool, byte>(Unsafe.Add(ref slots, node.Slot) >= node.Threshold);
        return (at + at) + (right << 3);
    }
}
