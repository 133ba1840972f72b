using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>A regressor over what other regressors say.</summary>
internal sealed class StackingRegressor : MetaEstimator
{
    private readonly StackingLayer _layer;
    private readonly Estimator _final;

    private StackingRegressor(SklearnObject source, StackingLayer layer, Estimator final)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Transform, layer.First)
    {
        _layer = layer;
        _final = final;
    }

    public override int TargetCount => _final.TargetCount;

    public override TensorShape PredictionShape => _final.PredictionShape;

    public override TensorDataType TransformType => _layer.Type;

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var final = reader.Read(source.Object("final_estimator_"));
        Members.Require(source, final, EstimatorMethods.Predict);
        return new StackingRegressor(source, StackingLayer.Read(source, reader, classCount: 0), final);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        _final.Predict(Transform(features, cancellationToken), cancellationToken);

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        new(_layer.Compute(features, cancellationToken));
}
