using System.Numerics;
using System.Runtime.Intrinsics;
using KServe.Kernels.Trees.Shap;

namespace KServe.Kernels.Trees.Compiled;

/// <content>SHAP values, at the widest registers that the rows can fill.</content>
internal sealed unsafe partial class Forest<T, TLeaf>
{
    // A walk keeps about a kilobyte per level of the deepest tree: no tree that was learnt comes near.
    private const int MaxShapDepth = 8192;

    // What one split costs per row, in the unit of RowBlocks.
    private const long WorkPerSplit = 4;

    // Pairs need a matrix of features per lane; beyond this many bytes per lane, narrow registers hold fewer rows at once.
    private const long MaxPairBytes = 1 << 20;

    public override void ShapValues(RowSource rows, int rowCount, double* values, CancellationToken cancellationToken)
    {
        var plan = Plan(ExpectedValues());
        if (Vector512.IsHardwareAccelerated && rowCount > Lanes256.Count)
        {
            RunValues<Lanes512>(plan, rows, rowCount, values, cancellationToken);
        }
        else if (Vector256.IsHardwareAccelerated && rowCount > Lanes128.Count)
        {
            RunValues<Lanes256>(plan, rows, rowCount, values, cancellationToken);
        }
        else
        {
            RunValues<Lanes128>(plan, rows, rowCount, values, cancellationToken);
        }
    }

    public override void ShapPairs(RowSource rows, int rowCount, double* values, CancellationToken cancellationToken)
    {
        var plan = Plan(ExpectedValues());
        var fits = (long)FeatureCount * FeatureCount * sizeof(double) <= MaxPairBytes;
        if (fits && Vector512.IsHardwareAccelerated && rowCount > Lanes256.Count)
        {
            RunPairs<Lanes512>(plan, rows, rowCount, values, cancellationToken);
        }
        else if (fits && Vector256.IsHardwareAccelerated && rowCount > Lanes128.Count)
        {
            RunPairs<Lanes256>(plan, rows, rowCount, values, cancellationToken);
        }
        else
        {
            RunPairs<Lanes128>(plan, rows, rowCount, values, cancellationToken);
        }
    }

    public override void ShapInterventional(
        RowSource rows, int rowCount, RowSource background, int backgroundCount, double[] expected, double* values,
        CancellationToken cancellationToken)
    {
        var plan = Plan(expected);
        if (Vector512.IsHardwareAccelerated && backgroundCount > Lanes256.Count)
        {
            RunInterventional<Lanes512>(plan, rows, rowCount, background, backgroundCount, values, cancellationToken);
        }
        else if (Vector256.IsHardwareAccelerated && backgroundCount > Lanes128.Count)
        {
            RunInterventional<Lanes256>(plan, rows, rowCount, background, backgroundCount, values, cancellationToken);
        }
        else
        {
            RunInterventional<Lanes128>(plan, rows, rowCount, background, backgroundCount, values, cancellationToken);
        }
    }

    public override double[] ExpectedValues()
    {
        var expected = new double[OutputCount];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = double.CreateTruncating(_baseValues[i]);
        }

        foreach (ref readonly var tree in _entries.AsSpan())
        {
            AddExpected(tree, expected);
        }

        return expected;
    }

    private ShapPlan Plan(double[] expected)
    {
        var depth = 0;
        foreach (ref readonly var tree in _entries.AsSpan())
        {
            depth = Math.Max(depth, tree.Depth);
        }

        if (depth > MaxShapDepth)
        {
            throw new NotSupportedException($"SHAP values need trees of at most {MaxShapDepth} levels; one has {depth}.");
        }

        if (_data.Linear.Length > 0)
        {
            throw new NotSupportedException("SHAP values are not defined for trees with linear leaves.");
        }

        return new ShapPlan(depth, FeatureCount, expected);
    }

    private void RunValues<TLanes>(
        ShapPlan plan, RowSource rows, int rowCount, double* values, CancellationToken cancellationToken)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var batch = new ShapBatch<T, TLeaf, TLanes>(this, plan, rows, values, cancellationToken);
        RowBlocks.Run(
            rowCount, TLanes.Count, ShapWork, batch, static (batch, first, count) => batch.WriteValues(first, count),
            cancellationToken);
    }

    private void RunPairs<TLanes>(
        ShapPlan plan, RowSource rows, int rowCount, double* values, CancellationToken cancellationToken)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var batch = new ShapBatch<T, TLeaf, TLanes>(this, plan, rows, values, cancellationToken);
        RowBlocks.Run(
            rowCount, TLanes.Count, ShapWork, batch, static (batch, first, count) => batch.WritePairs(first, count),
            cancellationToken);
    }

    private void RunInterventional<TLanes>(
        ShapPlan plan, RowSource rows, int rowCount, RowSource background, int backgroundCount, double* values,
        CancellationToken cancellationToken)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var blocks = ((long)backgroundCount + TLanes.Count - 1) / TLanes.Count;
        using var others = new ShapScratch<TLanes>(blocks * Stride);
        var scratch = new T[Stride];
        for (var block = 0; block < blocks; block++)
        {
            var first = block * TLanes.Count;
            var count = Math.Min(TLanes.Count, backgroundCount - first);
            background.Fill(_data.Slots, first, count, scratch, others.Start + ((long)block * Stride));
        }

        var lanes = others.Start;
        var batch = new ShapBatch<T, TLeaf, TLanes>(this, plan, rows, values, cancellationToken);
        RowBlocks.Run(
            rowCount, 1, ShapWork * blocks, batch, (batch, row, _) => batch.WriteInterventional(row, lanes, backgroundCount),
            cancellationToken);
    }

    private long ShapWork
    {
        get
        {
            var splits = 0L;
            foreach (ref readonly var tree in _entries.AsSpan())
            {
                splits += tree.NodeCount * (long)tree.ValueCount;
            }

            return splits * WorkPerSplit;
        }
    }

    // Parents come before their children, so one pass hands the shares down.
    private void AddExpected(in TreeEntry tree, double[] expected)
    {
        if (tree.Root < 0)
        {
            AddExpected(tree, tree.Root, 1, expected);
            return;
        }

        var shares = new double[tree.NodeCount];
        shares[0] = 1;
        for (var i = 0; i < shares.Length; i++)
        {
            ref readonly var node = ref _data.Nodes[tree.Root + i];
            foreach (var child in (ReadOnlySpan<int>)[node.Left, node.Right])
            {
                var share = shares[i] * _data.Share(tree.Root + i, child);
                if (child >= 0)
                {
                    shares[child - tree.Root] = share;
                }
                else
                {
                    AddExpected(tree, child, share, expected);
                }
            }
        }
    }

    private void AddExpected(in TreeEntry tree, int leaf, double share, double[] expected)
    {
        var at = tree.ValueStart + ((~leaf - tree.LeafStart) * tree.ValueCount);
        for (var v = 0; v < tree.ValueCount; v++)
        {
            expected[tree.ValueCount == 1 ? tree.Output : v] += share * double.CreateTruncating(_data.LeafValues[at + v]);
        }
    }
}
