using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Averages the targets of the training rows within a radius; NaN where there are none.</summary>
internal sealed class RadiusNeighborsRegressor : RadiusNeighborsModel
{
    private readonly Matrix _targets;

    private RadiusNeighborsRegressor(SklearnObject source, NeighborIndex index)
        : base(source, index, EstimatorMethods.Predict) => _targets = NeighborTargets.Read(source, index.RowCount);

    public override int TargetCount => _targets.ColumnCount;

    public override TensorShape PredictionShape => _targets.IsVector ? [-1] : [-1, TargetCount];

    public static RadiusNeighborsRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var result = Compute(features, 0, _targets.ColumnCount, Average, cancellationToken);
        return new Prediction(_targets.IsVector ? Matrix.Vector(result.Values) : result);
    }

    private void Average(ReadOnlySpan<(int Row, double Weight)> neighbors, int target, Span<double> result)
    {
        var sum = 0.0;
        foreach (var (row, weight) in neighbors)
        {
            sum += weight;
            NeighborAverage.Add(_targets.GetRow(row), weight, result);
        }

        NeighborAverage.Divide(result, sum);
    }
}
