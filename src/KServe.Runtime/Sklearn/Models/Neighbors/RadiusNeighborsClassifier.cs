using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Lets the training rows within a radius vote for their classes.</summary>
internal sealed class RadiusNeighborsClassifier : NeighborClassifier
{
    private readonly OutlierLabel?[] _outliers;

    private RadiusNeighborsClassifier(SklearnObject source, NeighborIndex index)
        : base(source, index, RadiusSearch.Read(source, index)) =>
        _outliers = OutlierLabel.Read(source, TargetLabels);

    public static RadiusNeighborsClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var result = new Matrix(features.RowCount, TargetCount);
        var labels = new Labels[TargetCount];
        for (var target = 0; target < labels.Length; target++)
        {
            var probabilities = PredictProba(features, target, cancellationToken);
            labels[target] = _outliers[target]?.AllLabels ?? TargetLabels[target];
            for (var row = 0; row < result.RowCount; row++)
            {
                var chances = probabilities.GetRow(row);
                result.GetRow(row)[target] = chances.ContainsAnyExcept(0) || _outliers[target] is not { } outlier
                    ? RowMath.ArgMax(chances)
                    : outlier.Position;
            }
        }

        return new Prediction(HasOneTarget ? Matrix.Vector(result.Values) : result, Labels: labels);
    }

    protected override void CountVotes(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int target, Span<double> votes)
    {
        if (rows.IsEmpty)
        {
            CountOutlier(target, votes);
        }

        base.CountVotes(rows, weights, target, votes);
    }

    private void CountOutlier(int target, Span<double> votes)
    {
        if (_outliers[target] is not { } outlier)
        {
            throw InferenceException.InvalidArgument(
                "No neighbors found for a row; the model gives no label to outliers.");
        }

        if (outlier.Position < votes.Length)
        {
            votes[outlier.Position] = 1;
        }
    }
}
