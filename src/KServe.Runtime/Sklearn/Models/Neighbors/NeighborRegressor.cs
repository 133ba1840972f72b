using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Neighbors;

/// <summary>Averages the targets of the training rows near a row; NaN where there are none.</summary>
internal sealed class NeighborRegressor : NeighborModel
{
    private readonly Matrix _targets;

    private NeighborRegressor(SklearnObject source, NeighborIndex index, Func<NeighborSearch> begin)
        : base(source, index, begin, EstimatorMethods.Predict) =>
        _targets = NeighborTargets.Read(source, index.RowCount);

    public override int TargetCount => _targets.ColumnCount;

    public override TensorShape PredictionShape => _targets.IsVector ? [-1] : [-1, TargetCount];

    /// <summary>Reads a <c>KNeighborsRegressor</c>.</summary>
    public static NeighborRegressor ReadNearest(SklearnObject source, EstimatorReader reader)
    {
        var index = NeighborIndex.Read(source);
        return new NeighborRegressor(source, index, NearestSearch.Read(source, index));
    }

    /// <summary>Reads a <c>RadiusNeighborsRegressor</c>.</summary>
    public static NeighborRegressor ReadRadius(SklearnObject source, EstimatorReader reader)
    {
        var index = NeighborIndex.Read(source);
        return new NeighborRegressor(source, index, RadiusSearch.Read(source, index));
    }

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
            var targets = _targets.GetRow(rows[i]);
            for (var t = 0; t < targets.Length; t++)
            {
                result[t] += targets[t] * weights[i];
            }

            sum += weights[i];
        }

        TensorPrimitives.Divide(result, sum, result);
    }
}
