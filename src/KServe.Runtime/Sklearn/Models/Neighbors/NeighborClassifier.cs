using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Lets the training rows near a row vote for their classes.</summary>
internal abstract class NeighborClassifier : NeighborModel
{
    private readonly Matrix _positions;

    protected NeighborClassifier(SklearnObject source, NeighborIndex index, Func<NeighborSearch> begin)
        : base(source, index, begin, EstimatorMethods.Predict | EstimatorMethods.PredictProba) =>
        (_positions, TargetLabels) = NeighborTargets.ReadClasses(source, index.RowCount);

    public override int TargetCount => TargetLabels.Length;

    public override TensorShape PredictionShape => HasOneTarget ? [-1] : [-1, TargetCount];

    /// <summary>Gets whether predictions are one column without a dimension of its own.</summary>
    protected bool HasOneTarget => _positions.IsVector;

    /// <summary>Gets the labels of each target.</summary>
    protected Labels[] TargetLabels { get; }

    public override Labels GetLabels(int target = 0) => TargetLabels[target];

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = Vote(features, target, cancellationToken);
        for (var row = 0; row < result.RowCount; row++)
        {
            var votes = result.GetRow(row);
            var sum = TensorPrimitives.Sum<double>(votes);
            TensorPrimitives.Divide(votes, sum == 0 ? 1 : sum, votes);
        }

        return result;
    }

    protected Matrix Vote(Features features, int target, CancellationToken cancellationToken) =>
        Compute(features, target, TargetLabels[target].Count, CountVotes, cancellationToken);

    protected virtual void CountVotes(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int target, Span<double> votes)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            votes[(int)_positions[rows[i], target]] += weights[i];
        }
    }
}
