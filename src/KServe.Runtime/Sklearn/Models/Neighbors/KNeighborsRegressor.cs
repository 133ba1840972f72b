using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Averages the targets of the nearest training rows.</summary>
internal sealed class KNeighborsRegressor : KNeighborsModel
{
    private readonly Matrix _targets;

    private KNeighborsRegressor(SklearnObject source, NeighborIndex index)
        : base(source, index, EstimatorMethods.Predict) => _targets = NeighborTargets.Read(source, index.RowCount);

    public override int TargetCount => _targets.ColumnCount;

    public override TensorShape PredictionShape => _targets.IsVector ? [-1] : [-1, TargetCount];

    public static KNeighborsRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, NeighborIndex.Read(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var result = Compute(features, 0, _targets.ColumnCount, Average, cancellationToken);
        return new Prediction(_targets.IsVector ? Matrix.Vector(result.Values) : result);
    }

    private void Average(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, int target, Span<double> result)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            sum += weights[i];
            NeighborAverage.Add(_targets.GetRow(rows[i]), weights[i], result);
        }

        NeighborAverage.Divide(result, sum);
    }
}
