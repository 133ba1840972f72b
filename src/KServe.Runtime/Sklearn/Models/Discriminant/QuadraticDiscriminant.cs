using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Discriminant;

/// <summary>Classes of normal distributions, each with a covariance of its own.</summary>
internal sealed class QuadraticDiscriminant : FittedModel
{
    private const EstimatorMethods AllMethods = EstimatorMethods.Predict | EstimatorMethods.DecisionFunction
        | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    private readonly Labels _labels;
    private readonly Matrix _means;

    // For each class the axes of its covariance, divided by their standard deviations: [axes, features].
    private readonly Matrix[] _axes;
    private readonly double[] _offsets;

    private QuadraticDiscriminant(SklearnObject source, Labels labels, Matrix means)
        : base(source, AllMethods, means.ColumnCount)
    {
        _labels = labels;
        _means = means;
        var rotations = source.List("rotations_");
        var scalings = source.List("scalings_");
        var priors = source.Vector("priors_", labels.Count);
        if (rotations.Count != labels.Count || scalings.Count != labels.Count)
        {
            throw source.Unexpected("rotations_", $"one array for each of {labels.Count} classes");
        }

        _axes = new Matrix[labels.Count];
        _offsets = new double[labels.Count];
        for (var k = 0; k < _axes.Length; k++)
        {
            _axes[k] = ReadAxes(source, rotations[k], scalings[k], out var logDeterminant);
            _offsets[k] = Math.Log(priors[k]) - 0.5 * logDeterminant;
        }
    }

    public static QuadraticDiscriminant Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Unexpected("classes_", "at least two labels");
        }

        return new QuadraticDiscriminant(source, labels, source.Matrix("means_", labels.Count));
    }

    public override Labels GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(RowMath.ArgMax(Compute(features, cancellationToken)), _labels);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var scores = Compute(features, cancellationToken);
        if (_labels.Count > 2)
        {
            return scores;
        }

        var result = new double[scores.RowCount];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = scores[i, 1] - scores[i, 0];
        }

        return Matrix.Vector(result);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var scores = Compute(features, cancellationToken);
        RowMath.Softmax(scores);
        return scores;
    }

    private static bool IsTable(object? value, int rowCount, int columnCount) =>
        value is NumpyArray { IsNumeric: true, Shape: [var rows, var columns] }
        && rows == rowCount && columns == columnCount;

    private Matrix ReadAxes(SklearnObject source, object? rotation, object? scaling, out double logDeterminant)
    {
        if (scaling is not NumpyArray { IsNumeric: true, Shape: [var count] } scales
            || !IsTable(rotation, FeatureCount, count))
        {
            throw source.Unexpected("rotations_", $"matrices of {FeatureCount} rows, with as many columns as scalings");
        }

        var variances = scales.ToDoubles();
        var result = MatrixProduct.Transpose(new Matrix(((NumpyArray)rotation!).ToDoubles(), FeatureCount, count));
        logDeterminant = 0;
        for (var i = 0; i < count; i++)
        {
            logDeterminant += Math.Log(variances[i]);
            TensorPrimitives.Multiply(result.GetRow(i), 1 / Math.Sqrt(variances[i]), result.GetRow(i));
        }

        return result;
    }

    private Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        var rows = ToFinite(features);
        var result = new Matrix(rows.RowCount, _labels.Count);
        var centred = new double[rows.ColumnCount];
        var product = new double[_axes.Max(static axes => axes.RowCount)];
        for (var i = 0; i < rows.RowCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scores = result.GetRow(i);
            for (var k = 0; k < scores.Length; k++)
            {
                var along = product.AsSpan(0, _axes[k].RowCount);
                TensorPrimitives.Subtract<double>(rows.GetRow(i), _means.GetRow(k), centred);
                MatrixProduct.MultiplyTransposed(centred, _axes[k], [], along);
                scores[k] = _offsets[k] - 0.5 * TensorPrimitives.SumOfSquares<double>(along);
            }
        }

        return result;
    }
}
