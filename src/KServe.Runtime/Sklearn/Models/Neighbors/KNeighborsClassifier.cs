using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Lets the nearest training rows vote for their classes.</summary>
internal sealed class KNeighborsClassifier : KNeighborsModel
{
    private readonly Matrix _positions;
    private readonly Labels[] _labels;

    private KNeighborsClassifier(SklearnObject source, NeighborIndex index)
        : base(source, index, EstimatorMethods.Predict | EstimatorMethods.PredictProba) =>
        (_positions, _labels) = NeighborTargets.ReadClasses(source, index.RowCount);

    public override int TargetCount => _labels.Length;

    public static KNeighborsClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override TensorShape PredictionShape => _positions.IsVector ? [-1] : [-1, TargetCount];

    public override Labels GetLabels(int target = 0) => _labels[target];

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        if (_positions.IsVector)
        {
            return Classes(RowMath.ArgMax(Vote(features, 0, cancellationToken)), _labels[0]);
        }

        var result = new Matrix(features.RowCount, _labels.Length);
        for (var target = 0; target < _labels.Length; target++)
        {
            var votes = Vote(features, target, cancellationToken);
            for (var row = 0; row < result.RowCount; row++)
            {
                result.GetRow(row)[target] = RowMath.ArgMax(votes.GetRow(row));
            }
        }

        return new Prediction(result, Labels: _labels);
    }

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

    private Matrix Vote(Features features, int target, CancellationToken cancellationToken) =>
        Compute(features, target, _labels[target].Count, Vote, cancellationToken);

    private void Vote(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int target, Span<double> votes)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            votes[(int)_positions[rows[i], target]] += weights[i];
        }
    }
}
