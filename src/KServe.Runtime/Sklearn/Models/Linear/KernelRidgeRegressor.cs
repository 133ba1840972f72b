using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>A ridge regression in the space of a kernel.</summary>
internal sealed class KernelRidgeRegressor : FittedModel
{
    private readonly RowSet _rows;
    private readonly KernelFunction _kernel;

    // [targets, training rows]
    private readonly Matrix _weights;
    private readonly bool _isVector;

    private KernelRidgeRegressor(SklearnObject source, RowSet rows)
        : base(source, EstimatorMethods.Predict, rows.ColumnCount)
    {
        _rows = rows;
        _kernel = KernelFunction.Read(source, source.Number("gamma", 1.0 / rows.ColumnCount));
        _isVector = source.Array("dual_coef_").Shape.Length == 1;
        _weights = _isVector
            ? new Matrix(source.Vector("dual_coef_", rows.RowCount), 1, rows.RowCount)
            : MatrixProduct.Transpose(source.Matrix("dual_coef_", rows.RowCount));
        if (_weights.Values.Length == 0)
        {
            throw source.Unexpected("dual_coef_", "at least one number");
        }
    }

    public override int TargetCount => _weights.RowCount;

    public override TensorShape PredictionShape => _isVector ? [-1] : [-1, TargetCount];

    public static KernelRidgeRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, RowSet.Read(source, "X_fit_"));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var kernels = _rows.ComputeKernel(_kernel, features, cancellationToken);
        var result = MatrixProduct.MultiplyTransposed(kernels, _weights, [], cancellationToken);
        return new Prediction(_isVector ? Matrix.Vector(result.Values) : result);
    }
}
