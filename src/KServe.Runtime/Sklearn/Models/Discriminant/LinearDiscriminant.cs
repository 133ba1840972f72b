using KServe.Runtime.Sklearn.Models.Linear;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Discriminant;

/// <summary>Classes of normal distributions with one covariance; also a projection that sets them apart.</summary>
internal sealed class LinearDiscriminant : FittedModel
{
    private const EstimatorMethods Scores = EstimatorMethods.Predict | EstimatorMethods.DecisionFunction
        | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    private const double SmallestNormal = 2.2250738585072014e-308;

    private readonly LinearMap _map;
    private readonly Labels _labels;
    private readonly Matrix? _directions;
    private readonly double[]? _mean;

    private LinearDiscriminant(SklearnObject source, LinearMap map, Matrix? directions, double[]? mean)
        : base(source, directions is null ? Scores : Scores | EstimatorMethods.Transform, map.FeatureCount)
    {
        _map = map;
        _directions = directions;
        _mean = mean;
        _labels = source.Labels("classes_");
        LabelChecks.RequireScores(source, _labels, map.OutputCount);
    }

    public override TensorShape TransformShape => [-1, _directions?.RowCount ?? -1];

    public static LinearDiscriminant Read(SklearnObject source, EstimatorReader reader)
    {
        var map = LinearMap.Read(source);
        var solver = source.Text("solver", "svd");
        if (solver == "lsqr")
        {
            return new LinearDiscriminant(source, map, directions: null, mean: null);
        }

        var scalings = source.Matrix("scalings_", map.FeatureCount);
        var count = source.Integer("_max_components", scalings.ColumnCount);
        if (count < 0)
        {
            throw source.Unexpected("_max_components", "a number of columns");
        }

        var all = MatrixProduct.Transpose(scalings);
        var kept = (int)Math.Min(count, all.RowCount);
        var directions = new Matrix(all.Values[..(kept * all.ColumnCount)], kept, all.ColumnCount);
        var mean = solver == "svd" ? source.Vector("xbar_", map.FeatureCount) : null;
        return new LinearDiscriminant(source, map, directions, mean);
    }

    public override Labels GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(ScorePrediction.Choose(DecisionFunction(features, cancellationToken)), _labels);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _map.ComputeScores(features, cancellationToken);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var scores = DecisionFunction(features, cancellationToken);
        return ScoreProbabilities.Compute(
            scores.IsVector ? ProbabilityRule.Logistic : ProbabilityRule.Softmax, scores);
    }

    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken)
    {
        var result = PredictProba(features, target, cancellationToken);
        foreach (ref var value in result.Values.AsSpan())
        {
            value = Math.Log(value == 0 ? SmallestNormal : value);
        }

        return result;
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        return new Features(_mean is null
            ? MatrixProduct.MultiplyTransposed(rows, _directions!, [], cancellationToken)
            : MatrixProduct.MultiplyTransposed(Center(rows), _directions!, [], cancellationToken));
    }

    private Matrix Center(Matrix rows)
    {
        var result = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract<double>(rows.GetRow(i), _mean, result.GetRow(i));
        }

        return result;
    }
}
