using System.Buffers;
using System.Numerics;
using KServe.Kernels.Trees.Compiled;

namespace KServe.Kernels.Trees.Shap;

/// <summary>Explains blocks of rows, one row per lane; safe for several blocks at once.</summary>
internal sealed unsafe class ShapBatch<T, TLeaf, TLanes>(
    Forest<T, TLeaf> forest, ShapPlan plan, RowSource rows, double* values, CancellationToken cancellationToken)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _features = forest.FeatureCount;

    /// <summary>Writes the path-dependent values of a block of rows.</summary>
    public void WriteValues(int first, int count)
    {
        using var totals = new ShapScratch<TLanes>(_features);
        using var lanes = new ShapScratch<TLanes>(forest.Stride);
        FillLanes(first, count, lanes.Start);
        var input = new ShapInput<TLanes>(lanes.Start, null, TLanes.Create(1));
        var width = _features + 1;
        for (var output = 0; output < forest.OutputCount; output++)
        {
            totals.Clear();
            AddValues(input, output, totals.Start);
            for (var lane = 0; lane < count; lane++)
            {
                var target = values + ((((long)(first + lane) * forest.OutputCount) + output) * width);
                CopyLane(totals.Start, lane, new Span<double>(target, _features));
                target[_features] = plan.Expected[output];
            }
        }
    }

    /// <summary>Writes the values of one row against all rows of a background, one background row per lane.</summary>
    public void WriteInterventional(int row, TLanes* background, int backgroundCount)
    {
        using var totals = new ShapScratch<TLanes>(_features);
        using var lanes = new ShapScratch<TLanes>(forest.Stride);
        FillLanes(row, 1, lanes.Start);
        for (var output = 0; output < forest.OutputCount; output++)
        {
            totals.Clear();
            for (var first = 0; first < backgroundCount; first += TLanes.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var others = background + ((long)first / TLanes.Count * forest.Stride);
                var input = new ShapInput<TLanes>(lanes.Start, others, FirstLanes(backgroundCount - first));
                AddValues(input, output, totals.Start);
            }

            var target = values + ((((long)row * forest.OutputCount) + output) * (_features + 1));
            for (var f = 0; f < _features; f++)
            {
                target[f] = TLanes.Sum(totals.Start[f]) / backgroundCount;
            }

            target[_features] = plan.Expected[output];
        }
    }

    /// <summary>Writes the interaction values of a block of rows.</summary>
    public void WritePairs(int first, int count)
    {
        using var totals = new ShapScratch<TLanes>((long)_features * _features);
        using var lanes = new ShapScratch<TLanes>(forest.Stride);
        FillLanes(first, count, lanes.Start);
        var input = new ShapInput<TLanes>(lanes.Start, null, TLanes.Create(1));
        var size = (long)(_features + 1) * (_features + 1);
        for (var output = 0; output < forest.OutputCount; output++)
        {
            totals.Clear();
            AddPairs(input, output, totals.Start);
            for (var lane = 0; lane < count; lane++)
            {
                var target = values + ((((long)(first + lane) * forest.OutputCount) + output) * size);
                CopyPairs(totals.Start, lane, target, plan.Expected[output]);
            }
        }
    }

    private void AddValues(ShapInput<TLanes> input, int output, TLanes* totals)
    {
        using var frames = new ShapScratch<ShapFrame<TLanes>>(plan.Depth + 1);
        using var last = new ShapScratch<int>(_features);
        new Span<int>(last.Start, _features).Fill(-1);
        var walk = new ValueWalk<T, TLeaf, TLanes>(forest.Data, input, frames.Start, last.Start, totals);
        foreach (ref readonly var tree in forest.Entries)
        {
            if (tree.ValueCount > 1 || tree.Output == output)
            {
                walk.Add(tree, tree.ValueCount > 1 ? output : 0, plan.Rule(tree.Depth));
            }
        }
    }

    private void AddPairs(ShapInput<TLanes> input, int output, TLanes* totals)
    {
        using var frames = new ShapScratch<PairFrame<TLanes>>(plan.Depth + 1);
        using var path = new ShapScratch<PairElement<TLanes>>(plan.Depth + 1);
        using var places = new ShapScratch<int>(_features);
        new Span<int>(places.Start, _features).Fill(-1);
        var walk = new PairWalk<T, TLeaf, TLanes>(
            forest.Data, input, frames.Start, path.Start, places.Start, totals, _features);
        foreach (ref readonly var tree in forest.Entries)
        {
            if (tree.ValueCount > 1 || tree.Output == output)
            {
                walk.Add(tree, tree.ValueCount > 1 ? output : 0, plan.Rule(tree.Depth));
            }
        }
    }

    private void FillLanes(int first, int count, TLanes* lanes)
    {
        var scratch = ArrayPool<T>.Shared.Rent(forest.Stride);
        rows.Fill(forest.Data.Slots, first, count, scratch, lanes);
        ArrayPool<T>.Shared.Return(scratch);
    }

    private static TLanes FirstLanes(int count)
    {
        TLanes lanes = default;
        new Span<double>(&lanes, Math.Min(count, TLanes.Count)).Fill(1);
        return lanes;
    }

    private static void CopyLane(TLanes* lanes, int lane, Span<double> target)
    {
        var source = (double*)lanes + lane;
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = source[(long)i * TLanes.Count];
        }
    }

    // The diagonal is what is left of a feature's value after its pairs.
    private void CopyPairs(TLanes* totals, int lane, double* target, double expected)
    {
        var source = (double*)totals + lane;
        var width = _features + 1;
        new Span<double>(target + ((long)_features * width), width).Clear();
        for (var i = 0; i < _features; i++)
        {
            target[((long)i * width) + _features] = 0;
            var own = source[(((long)i * _features) + i) * TLanes.Count];
            for (var j = 0; j < _features; j++)
            {
                if (i != j)
                {
                    var pair = source[(((long)Math.Min(i, j) * _features) + Math.Max(i, j)) * TLanes.Count];
                    target[((long)i * width) + j] = pair;
                    own -= pair;
                }
            }

            target[((long)i * width) + i] = own;
        }

        target[((long)_features * width) + _features] = expected;
    }
}
