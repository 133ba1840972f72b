using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Models;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Histogram-based boosting for two or more classes.</summary>
internal sealed class HistBoostingClassifier : FittedModel
{
    private readonly HistBoosting _boosting;
    private readonly Labels _labels;
    private readonly BoostingLink _link;

    private HistBoostingClassifier(SklearnObject source, HistBoosting boosting, Labels labels)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.DecisionFunction,
            boosting.Ensemble.FeatureCount)
    {
        _boosting = boosting;
        _labels = labels;
        _link = labels.Count == 2 ? BoostingLink.Logit : BoostingLink.MultinomialLog;
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Invalid("it needs two classes at least");
        }

        var loss = source.Text("loss", "log_loss");
        return loss is "log_loss" or "auto" or "binary_crossentropy" or "categorical_crossentropy"
            ? new HistBoostingClassifier(
                source, HistBoosting.Read(source, labels.Count == 2 ? 1 : labels.Count), labels)
            : throw source.Invalid($"the loss '{loss}' is not supported");
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(RowMath.ArgMax(PredictProba(features, 0, cancellationToken)), _labels);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        BoostingScores.ToProbabilities(_link, _boosting.PredictRaw(features, ClassName, cancellationToken));

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        BoostingScores.ToDecision(_boosting.PredictRaw(features, ClassName, cancellationToken));

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && _boosting.IsWhole ? _boosting.Ensemble : base.GetService(serviceType);
}
