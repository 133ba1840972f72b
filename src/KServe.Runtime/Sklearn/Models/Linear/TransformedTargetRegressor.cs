using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>A regressor fitted to scaled targets, whose predictions are scaled back.</summary>
internal sealed class TransformedTargetRegressor : Estimator
{
    private readonly Estimator _inner;
    private readonly TargetInverse _inverse;
    private readonly bool _isVector;

    private TransformedTargetRegressor(SklearnObject source, Estimator inner)
        : base(source.ClassName)
    {
        if (!inner.Methods.HasFlag(EstimatorMethods.Predict) || inner.GetLabels() is not null)
        {
            throw source.Unexpected("regressor_", "a regressor");
        }

        _inner = inner;
        _inverse = TargetInverse.Read(source.Object("transformer_"), inner.TargetCount);
        _isVector = source.Integer("_training_dim", 1) == 1;
        FeatureCount = inner.FeatureCount;
        FeatureNames = FeatureNameReader.Read(source, FeatureCount) ?? inner.FeatureNames;
    }

    public override EstimatorMethods Methods => EstimatorMethods.Predict;

    public override int TargetCount => _inner.TargetCount;

    public override TensorShape PredictionShape => _isVector && TargetCount == 1 ? [-1] : [-1, TargetCount];

    public static TransformedTargetRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, reader.Read(source.Object("regressor_")));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var result = _inner.Predict(features, cancellationToken).Values;
        _inverse.Apply(result);
        return new Prediction(_isVector && result.ColumnCount == 1
            ? Matrix.Vector(result.Values)
            : new Matrix(result.Values, result.RowCount, result.ColumnCount));
    }
}
