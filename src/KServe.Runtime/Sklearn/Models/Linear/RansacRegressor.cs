using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>A regressor fitted to the inliers of its data; it predicts with the estimator inside.</summary>
internal sealed class RansacRegressor : Estimator
{
    private readonly Estimator _inner;

    private RansacRegressor(SklearnObject source, Estimator inner)
        : base(source.ClassName)
    {
        if (!inner.Methods.HasFlag(EstimatorMethods.Predict))
        {
            throw source.Unexpected("estimator_", "a regressor");
        }

        _inner = inner;
        FeatureCount = checked((int)source.Integer("n_features_in_", inner.FeatureCount));
        FeatureNames = FeatureNameReader.Read(source, FeatureCount);
    }

    public override EstimatorMethods Methods => EstimatorMethods.Predict;

    public override int TargetCount => _inner.TargetCount;

    public override TensorShape PredictionShape => _inner.PredictionShape;

    public static RansacRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, reader.Read(source.Object("estimator_")));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        return _inner.Predict(features, cancellationToken);
    }
}
