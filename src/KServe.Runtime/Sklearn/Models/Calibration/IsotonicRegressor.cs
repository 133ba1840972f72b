using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Calibration;

/// <summary>A regression by a line that only rises, or only falls, over one feature.</summary>
internal sealed class IsotonicRegressor : Estimator
{
    private readonly IsotonicCurve _curve;

    private IsotonicRegressor(SklearnObject source)
        : base(source.ClassName)
    {
        _curve = IsotonicCurve.Read(source);
        FeatureCount = 1;
        FeatureNames = FeatureNameReader.Read(source, 1);
    }

    public override EstimatorMethods Methods => EstimatorMethods.Predict | EstimatorMethods.Transform;

    public override TensorDataType PredictionType => _curve.IsSingle ? TensorDataType.FP32 : TensorDataType.FP64;

    public override TensorDataType TransformType => PredictionType;

    public override TensorShape TransformShape => [-1];

    public static IsotonicRegressor Read(SklearnObject source, EstimatorReader reader) => new(source);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(Compute(features), PredictionType);

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        new(Compute(features));

    private Matrix Compute(Features features)
    {
        var rows = features.ToDense();
        FeatureChecks.RequireFinite(rows.Values, "Input", _curve.IsSingle ? "dtype('float32')" : "dtype('float64')");
        FeatureChecks.RequireShape(features, className: "", featureCount: -1);
        if (features.ColumnCount != 1)
        {
            throw InferenceException.InvalidArgument(
                "Isotonic regression input X should be a 1d array or 2d array with 1 feature");
        }

        return Matrix.Vector(Array.ConvertAll(rows.Values, _curve.Calibrate));
    }
}
