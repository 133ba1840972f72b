using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Models;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Gradient-boosted trees for numbers; every loss predicts the score itself.</summary>
internal sealed class GradientBoostingRegressor : FittedModel
{
    private readonly GradientBoosting _boosting;

    private GradientBoostingRegressor(SklearnObject source, GradientBoosting boosting)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Apply, boosting.Ensemble.FeatureCount) =>
        _boosting = boosting;

    public override TensorDataType ApplyType => TensorDataType.FP64;

    public override TensorShape ApplyShape => [-1, _boosting.Ensemble.TreeCount];

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new GradientBoostingRegressor(source, GradientBoosting.Read(source, reader, BoostingLink.Identity, 1));

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(BoostingScores.ToDecision(_boosting.PredictRaw(features, ClassName, cancellationToken)));

    public override Matrix Apply(Features features, CancellationToken cancellationToken) =>
        _boosting.Apply(features, ClassName);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && _boosting.IsWhole ? _boosting.Ensemble : base.GetService(serviceType);
}
