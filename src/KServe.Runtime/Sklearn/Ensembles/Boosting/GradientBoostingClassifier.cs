using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Models;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Gradient-boosted trees for two or more classes.</summary>
internal sealed class GradientBoostingClassifier : FittedModel
{
    private readonly GradientBoosting _boosting;
    private readonly Labels _labels;
    private readonly BoostingLink _link;
    private readonly bool _comparesScores;

    private GradientBoostingClassifier(
        SklearnObject source, GradientBoosting boosting, Labels labels, BoostingLink link)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
                | EstimatorMethods.DecisionFunction | EstimatorMethods.Apply,
            boosting.Ensemble.FeatureCount)
    {
        _boosting = boosting;
        _labels = labels;
        _link = link;

        // Up to 1.3 the larger probability wins, later (and with the exponential loss always) the larger score.
        _comparesScores = link == BoostingLink.HalfLogit || SklearnVersion.IsAtLeast(source, 1, 4);
    }

    public override TensorDataType ApplyType => TensorDataType.FP64;

    public override TensorShape ApplyShape => [-1, _boosting.StageCount, _boosting.Ensemble.OutputCount];

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Invalid("it needs two classes at least");
        }

        var isExponential = source.Text("loss", "") == "exponential";
        var link = (isExponential, labels.Count) switch
        {
            (true, 2) => BoostingLink.HalfLogit,
            (true, _) => throw source.Invalid("the exponential loss takes two classes"),
            (_, 2) => BoostingLink.Logit,
            _ => SklearnVersion.IsAtLeast(source, 1, 4)
                ? BoostingLink.MultinomialSymmetric : BoostingLink.MultinomialLog,
        };
        var boosting = GradientBoosting.Read(source, reader, link, labels.Count == 2 ? 1 : labels.Count);
        return new GradientBoostingClassifier(source, boosting, labels, link);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var raw = _boosting.PredictRaw(features, ClassName, cancellationToken);
        if (!_comparesScores || raw.ColumnCount > 1)
        {
            var compared = _comparesScores ? raw : BoostingScores.ToProbabilities(_link, raw);
            return Classes(RowMath.ArgMax(compared), _labels);
        }

        return Classes(Matrix.Vector(Array.ConvertAll(raw.Values, static score => score >= 0 ? 1.0 : 0.0)), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        BoostingScores.ToProbabilities(_link, _boosting.PredictRaw(features, ClassName, cancellationToken));

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        BoostingScores.ToDecision(_boosting.PredictRaw(features, ClassName, cancellationToken));

    public override Matrix Apply(Features features, CancellationToken cancellationToken) =>
        _boosting.Apply(features, ClassName);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && _boosting.IsWhole ? _boosting.Ensemble : base.GetService(serviceType);
}
