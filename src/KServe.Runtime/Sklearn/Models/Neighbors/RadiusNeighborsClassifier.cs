using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Lets the training rows within a radius vote for their classes.</summary>
internal sealed class RadiusNeighborsClassifier : RadiusNeighborsModel
{
    private readonly Matrix _positions;
    private readonly Labels[] _labels;
    private readonly OutlierLabel?[] _outliers;

    private RadiusNeighborsClassifier(SklearnObject source, NeighborIndex index)
        : base(source, index, EstimatorMethods.Predict | EstimatorMethods.PredictProba)
    {
        (_positions, _labels) = NeighborTargets.ReadClasses(source, index.RowCount);
        _outliers = OutlierLabel.Read(source, _labels);
    }

    public override int TargetCount => _labels.Length;

    public static RadiusNeighborsClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override TensorShape PredictionShape => _positions.IsVector ? [-1] : [-1, TargetCount];

    public override Labels GetLabels(int target = 0) => _labels[target];

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var result = new Matrix(features.RowCount, _labels.Length);
        var labels = new Labels[_labels.Length];
        for (var target = 0; target < labels.Length; target++)
        {
            var probabilities = PredictProba(features, target, cancellationToken);
            labels[target] = _outliers[target]?.AllLabels ?? _labels[target];
            for (var row = 0; row < result.RowCount; row++)
            {
                var chances = probabilities.GetRow(row);
                result.GetRow(row)[target] = chances.ContainsAnyExcept(0) || _outliers[target] is not { } outlier
                    ? RowMath.ArgMax(chances)
                    : outlier.Position;
            }
        }

        return new Prediction(_positions.IsVector ? Matrix.Vector(result.Values) : result, Labels: labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = Compute(features, target, _labels[target].Count, Vote, cancellationToken);
        for (var row = 0; row < result.RowCount; row++)
        {
            var votes = result.GetRow(row);
            var sum = TensorPrimitives.Sum<double>(votes);
            TensorPrimitives.Divide(votes, sum == 0 ? 1 : sum, votes);
        }

        return result;
    }

    private void Vote(ReadOnlySpan<(int Row, double Weight)> neighbors, int target, Span<double> votes)
    {
        if (neighbors.IsEmpty)
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

        foreach (var (row, weight) in neighbors)
        {
            votes[(int)_positions[row, target]] += weight;
        }
    }
}
