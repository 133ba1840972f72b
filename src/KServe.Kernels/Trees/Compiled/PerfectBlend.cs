using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Evaluates every split of a padded tree for many rows at once, from the leaves up.</summary>
/// <remarks>
/// Lane r holds row r. Each split chooses between the results of its two children: no row branches, nothing is gathered.
/// The work doubles with each level, while a walk's grows by one step: this is for shallow trees and wide registers.
/// Scalar equivalent: <see cref="PerfectWalk"/>.
/// </remarks>
internal static class PerfectBlend<T, TRows>
    where T : unmanaged
    where TRows : unmanaged, IRowVector<TRows, T>
{
    private const int BottomDepth = 3;
    private const int Size = TreeGroup.Size;

    /// <summary>Gets the number of rows that one call evaluates.</summary>
    public static int RowCount => 2 * TRows.Count;

    /// <summary>Says whether evaluating all splits is quicker than walking to a depth.</summary>
    public static bool Suits(int depth) => 1 << depth <= 8 * TRows.Count;

    /// <summary>Evaluates a tree for the rows of one call.</summary>
    /// <param name="nodes">The first node of the tree; the next lies eight nodes further.</param>
    /// <param name="leaves">The first leaf of the tree.</param>
    /// <param name="leafStride">From one leaf to the next.</param>
    /// <param name="columns">The rows, slot after slot.</param>
    /// <param name="columnStride">From one slot to the next.</param>
    /// <param name="depth">The depth of the tree.</param>
    /// <param name="scratch">Room for a pair per subtree of the bottom; receives the result first.</param>
    public static void Evaluate(
        ref PerfectNode<T> nodes, ref T leaves, int leafStride, ref T columns, int columnStride, int depth,
        ref RowPair<TRows> scratch)
    {
        var level = Math.Max(0, depth - BottomDepth);
        if (depth < BottomDepth)
        {
            level = depth;
            for (var i = 0; i < 1 << depth; i++)
            {
                Unsafe.Add(ref scratch, i) = Leaf(ref leaves, leafStride, i);
            }
        }
        else
        {
            for (var i = 0; i < 1 << level; i++)
            {
                Unsafe.Add(ref scratch, i) = Bottom(
                    ref nodes, (1 << level) + i, ref Unsafe.Add(ref leaves, (i << BottomDepth) * leafStride), leafStride,
                    ref columns, columnStride);
            }
        }

        while (level-- > 0)
        {
            for (var i = 0; i < 1 << level; i++)
            {
                Unsafe.Add(ref scratch, i) = Split(
                    ref Unsafe.Add(ref nodes, ((1 << level) + i) * Size), ref columns, columnStride,
                    Unsafe.Add(ref scratch, 2 * i), Unsafe.Add(ref scratch, (2 * i) + 1));
            }
        }
    }

    // A subtree of seven splits and eight leaves, whose results stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowPair<TRows> Bottom(
        ref PerfectNode<T> nodes, int root, ref T leaves, int leafStride, ref T columns, int columnStride)
    {
        ref var left = ref Unsafe.Add(ref nodes, 4 * root * Size);
        var first = Split(
            ref left, ref columns, columnStride, Leaf(ref leaves, leafStride, 0), Leaf(ref leaves, leafStride, 1));
        var second = Split(
            ref Unsafe.Add(ref left, Size), ref columns, columnStride,
            Leaf(ref leaves, leafStride, 2), Leaf(ref leaves, leafStride, 3));
        first = Split(ref Unsafe.Add(ref nodes, 2 * root * Size), ref columns, columnStride, first, second);
        second = Split(
            ref Unsafe.Add(ref left, 2 * Size), ref columns, columnStride,
            Leaf(ref leaves, leafStride, 4), Leaf(ref leaves, leafStride, 5));
        var third = Split(
            ref Unsafe.Add(ref left, 3 * Size), ref columns, columnStride,
            Leaf(ref leaves, leafStride, 6), Leaf(ref leaves, leafStride, 7));
        second = Split(
            ref Unsafe.Add(ref nodes, ((2 * root) + 1) * Size), ref columns, columnStride, second, third);
        return Split(ref Unsafe.Add(ref nodes, root * Size), ref columns, columnStride, first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowPair<TRows> Leaf(ref T leaves, int leafStride, int index)
    {
        var leaf = TRows.Create(Unsafe.Add(ref leaves, index * leafStride));
        return new RowPair<TRows>(leaf, leaf);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowPair<TRows> Split(
        ref PerfectNode<T> node, ref T columns, int columnStride, RowPair<TRows> left, RowPair<TRows> right)
    {
        var threshold = TRows.Create(node.Threshold);
        ref var column = ref Unsafe.Add(ref columns, (nint)node.Slot * columnStride);
        return new RowPair<TRows>(
            TRows.Choose(TRows.Load(ref column), threshold, left.Low, right.Low),
            TRows.Choose(TRows.Load(ref Unsafe.Add(ref column, TRows.Count)), threshold, left.High, right.High));
    }
}
