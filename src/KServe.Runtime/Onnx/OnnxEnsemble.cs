using System.Buffers;
using KServe.Kernels.Trees;
using KServe.Runtime.Onnx.Scores;
using KServe.Runtime.Onnx.Trees;

namespace KServe.Runtime.Onnx;

/// <summary>Computes a tree ensemble operator over rows.</summary>
internal sealed class OnnxEnsemble
{
    private readonly OnnxLeaves _leaves;
    private readonly OnnxAggregate _aggregate;
    private readonly OnnxFinish _finish;
    private readonly bool[] _isScored;
    private readonly bool _isExact;

    /// <summary>Makes an ensemble.</summary>
    /// <param name="engine">The trees, whose leaves have their numbers as ids.</param>
    /// <param name="leaves">What each leaf adds to which targets.</param>
    /// <param name="aggregate">How leaves become scores.</param>
    /// <param name="finish">What is done with scores.</param>
    /// <param name="coverage">Which targets every row has a score for.</param>
    public OnnxEnsemble(
        TreeEnsemble engine, OnnxLeaves leaves, OnnxAggregate aggregate, OnnxFinish finish, OnnxCoverage coverage)
    {
        Engine = engine;
        _leaves = leaves;
        _aggregate = aggregate;
        _finish = finish;
        _isScored = coverage.IsScored;
        _isExact = aggregate is OnnxAggregate.Min or OnnxAggregate.Max || (coverage.Varies && engine.OutputCount > 1);
    }

    public TreeEnsemble Engine { get; }

    public int TargetCount => Engine.OutputCount;

    /// <summary>Gets whether a label comes out beside the scores.</summary>
    public bool HasLabel => _finish.HasLabel;

    /// <summary>Computes scores and labels.</summary>
    /// <param name="rows">The rows, with all columns of the engine.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="scores">Receives <see cref="TargetCount"/> scores per row.</param>
    /// <param name="labels">Receives a label per row; empty when there are none or they are not needed.</param>
    /// <param name="cancellationToken">Looked at between blocks of rows.</param>
    public void Compute(
        ReadOnlySpan<double> rows,
        int rowCount,
        Span<double> scores,
        Span<long> labels,
        CancellationToken cancellationToken)
    {
        if (_isExact)
        {
            ComputeExactly(rows, rowCount, scores, labels, cancellationToken);
            return;
        }

        Engine.Predict(rows, rowCount, scores, cancellationToken);
        for (var row = 0; row < rowCount; row++)
        {
            var label = _finish.Apply(scores.Slice(row * TargetCount, TargetCount), _isScored);
            if (!labels.IsEmpty)
            {
                labels[row] = label;
            }
        }
    }

    private void ComputeExactly(
        ReadOnlySpan<double> rows,
        int rowCount,
        Span<double> scores,
        Span<long> labels,
        CancellationToken cancellationToken)
    {
        var length = checked(rowCount * Engine.TreeCount);
        var leaves = ArrayPool<int>.Shared.Rent(length);
        var isScored = ArrayPool<bool>.Shared.Rent(TargetCount);
        try
        {
            Engine.PredictLeaves(rows, rowCount, leaves.AsSpan(0, length), cancellationToken);
            for (var row = 0; row < rowCount; row++)
            {
                var sums = scores.Slice(row * TargetCount, TargetCount);
                var flags = isScored.AsSpan(0, TargetCount);
                Aggregate(leaves.AsSpan(row * Engine.TreeCount, Engine.TreeCount), sums, flags);
                var label = _finish.Apply(sums, flags);
                if (!labels.IsEmpty)
                {
                    labels[row] = label;
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(leaves);
            ArrayPool<bool>.Shared.Return(isScored);
        }
    }

    private void Aggregate(ReadOnlySpan<int> leaves, Span<double> sums, Span<bool> isScored)
    {
        sums.Clear();
        isScored.Clear();
        foreach (var leaf in leaves)
        {
            var targets = _leaves.Targets(leaf);
            var weights = _leaves.Weights(leaf);
            for (var i = 0; i < targets.Length; i++)
            {
                ref var sum = ref sums[targets[i]];
                ref var isThere = ref isScored[targets[i]];
                sum = _aggregate switch
                {
                    OnnxAggregate.Min => !isThere || weights[i] < sum ? weights[i] : sum,
                    OnnxAggregate.Max => !isThere || weights[i] > sum ? weights[i] : sum,
                    _ => Engine.Precision == TreePrecision.Single ? (float)sum + (float)weights[i] : sum + weights[i],
                };
                isThere = true;
            }
        }
    }
}
