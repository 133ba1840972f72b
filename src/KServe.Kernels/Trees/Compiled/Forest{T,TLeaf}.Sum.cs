using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <content>The sums: trees are added in their order, so that float32 sums round as the library's do.</content>
internal sealed partial class Forest<T, TLeaf>
{
    private void AddRow(ref T slots, Span<TLeaf> sums)
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_layout.Nodes);
        ref var leaves = ref MemoryMarshal.GetArrayDataReference(_layout.Leaves);
        foreach (ref readonly var group in _layout.Groups.AsSpan())
        {
            if (!group.IsPerfect)
            {
                AddSparse(group, ref slots, sums);
            }
            else if (sums.Length == 1)
            {
                sums[0] = PerfectWalk.Sum(
                    ref Unsafe.Add(ref nodes, group.NodeStart), ref Unsafe.Add(ref leaves, group.LeafStart), ref slots,
                    group.Depth, group.Count, sums[0]);
            }
            else
            {
                PerfectWalk.Scatter(
                    ref Unsafe.Add(ref nodes, group.NodeStart), ref Unsafe.Add(ref leaves, group.LeafStart), ref slots,
                    group.Depth, _entries.AsSpan(group.First, group.Count), sums);
            }
        }
    }

    private void AddBlock(ref T slots, ref T columns, int rowCount, Span<TLeaf> sums)
    {
        foreach (ref readonly var group in _layout.Groups.AsSpan())
        {
            if (!Unsafe.IsNullRef(ref columns) && group.IsPerfect && Blends(group.Depth))
            {
                AddBlended(group, ref columns, rowCount, sums);
                continue;
            }

            if (group.IsPerfect)
            {
                AddPerfect(group, ref slots, rowCount, sums);
                continue;
            }

            foreach (ref readonly var tree in _entries.AsSpan(group.First, group.Count))
            {
                AddSparse(tree, ref slots, rowCount, sums);
            }
        }
    }

    private void AddPerfect(in TreeGroup group, ref T slots, int rowCount, Span<TLeaf> sums)
    {
        ref var nodes = ref _layout.Nodes[group.NodeStart];
        ref var leaves = ref _layout.Leaves[group.LeafStart];
        for (var r = 0; r < rowCount; r++)
        {
            ref var row = ref Unsafe.Add(ref slots, r * Stride);
            if (OutputCount == 1)
            {
                sums[r] = PerfectWalk.Sum(ref nodes, ref leaves, ref row, group.Depth, group.Count, sums[r]);
            }
            else
            {
                PerfectWalk.Scatter(
                    ref nodes, ref leaves, ref row, group.Depth, _entries.AsSpan(group.First, group.Count),
                    sums.Slice(r * OutputCount, OutputCount));
            }
        }
    }

    // Eight trees, one row.
    private void AddSparse(in TreeGroup group, ref T slots, Span<TLeaf> sums)
    {
        Span<int> lanes = stackalloc int[TreeGroup.Size];
        WalkTrees(group.First, ref slots, lanes);
        for (var k = 0; k < group.Count; k++)
        {
            AddLeaf(_entries[group.First + k], ~lanes[k], ref slots, sums);
        }
    }

    // Trees with special splits go one by one; what is left over are lanes that have arrived.
    private void WalkTrees(int first, ref T slots, Span<int> lanes)
    {
        lanes.Fill(-1);
        var trees = _entries.AsSpan(first, Math.Min(TreeGroup.Size, _entries.Length - first));
        for (var k = 0; k < trees.Length; k++)
        {
            lanes[k] = trees[k].HasSpecials ? SparseWalk.Walk(_data, ref slots, trees[k].Root) : trees[k].Root;
        }

        SparseWalk.Walk(_data.Nodes, ref slots, 0, lanes);
    }

    // Eight rows, one tree.
    private void AddSparse(in TreeEntry tree, ref T slots, int rowCount, Span<TLeaf> sums)
    {
        Span<int> lanes = stackalloc int[TreeGroup.Size];
        for (var r = 0; r < rowCount; r += TreeGroup.Size)
        {
            var count = Math.Min(TreeGroup.Size, rowCount - r);
            ref var row = ref Unsafe.Add(ref slots, r * Stride);
            lanes.Fill(-1);
            if (tree.HasSpecials)
            {
                WalkRows(tree.Root, ref row, lanes[..count]);
            }
            else
            {
                lanes[..count].Fill(tree.Root);
                SparseWalk.Walk(_data.Nodes, ref row, Stride, lanes);
            }

            AddLeaves(tree, lanes[..count], ref row, sums[(r * OutputCount)..]);
        }
    }

    private void WalkRows(int root, ref T slots, Span<int> lanes)
    {
        for (var k = 0; k < lanes.Length; k++)
        {
            lanes[k] = SparseWalk.Walk(_data, ref Unsafe.Add(ref slots, k * Stride), root);
        }
    }

    private void AddLeaves(in TreeEntry tree, ReadOnlySpan<int> lanes, ref T slots, Span<TLeaf> sums)
    {
        if (tree.ValueCount == 1 && !tree.IsLinear)
        {
            var values = _data.LeafValues.AsSpan(tree.ValueStart, tree.LeafCount);
            for (var k = 0; k < lanes.Length; k++)
            {
                sums[(k * OutputCount) + tree.Output] += values[~lanes[k] - tree.LeafStart];
            }

            return;
        }

        for (var k = 0; k < lanes.Length; k++)
        {
            ref var row = ref Unsafe.Add(ref slots, k * Stride);
            AddLeaf(tree, ~lanes[k], ref row, sums.Slice(k * OutputCount, OutputCount));
        }
    }

    private void AddLeaf(in TreeEntry tree, int leaf, ref T slots, Span<TLeaf> sums)
    {
        var at = tree.ValueStart + ((leaf - tree.LeafStart) * tree.ValueCount);
        if (tree.ValueCount != 1)
        {
            var values = _data.LeafValues.AsSpan(at, tree.ValueCount);
            for (var v = 0; v < values.Length; v++)
            {
                sums[v] += values[v];
            }

            return;
        }

        var value = _data.LeafValues[at];
        if (leaf < _data.Linear.Length && _data.Linear[leaf] is { } linear)
        {
            var row = MemoryMarshal.CreateReadOnlySpan(ref slots, Stride);
            value = TLeaf.CreateTruncating(linear.Evaluate(row, double.CreateTruncating(value)));
        }

        sums[tree.Output] += value;
    }
}
