using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>All classifiers whose scores are linear in the features.</summary>
internal sealed class LinearClassifier : FittedModel
{
    private const EstimatorMethods Scores = EstimatorMethods.Predict | EstimatorMethods.DecisionFunction;

    private const EstimatorMethods Probabilities =
        Scores | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    private readonly LinearMap _map;
    private readonly Labels _labels;
    private readonly ProbabilityRule _rule;

    private LinearClassifier(SklearnObject source, LinearMap map, Labels labels, ProbabilityRule rule)
        : base(source, rule == ProbabilityRule.None ? Scores : Probabilities, map.FeatureCount)
    {
        LabelChecks.RequireScores(source, labels, map.OutputCount);
        _map = map;
        _labels = labels;
        _rule = rule;
    }

    /// <summary>Reads a classifier without probabilities.</summary>
    public static LinearClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, LinearMap.Read(source), source.Labels("classes_"), ProbabilityRule.None);

    public static LinearClassifier ReadLogistic(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");

        // Versions from 1.5 on call the choice of the solver 'deprecated', versions from 1.8 on have no other.
        var rule = source.Text("multi_class", "auto") switch
        {
            "ovr" or "warn" => ProbabilityRule.Logistic,
            "multinomial" => ProbabilityRule.Softmax,
            "auto" or "deprecated" => labels.Count <= 2 || source.Text("solver", "lbfgs") == "liblinear"
                ? ProbabilityRule.Logistic
                : ProbabilityRule.Softmax,
            var choice => throw source.Invalid($"multi_class '{choice}' is not known"),
        };
        return new LinearClassifier(source, LinearMap.Read(source), labels, rule);
    }

    /// <summary>Reads a classifier by stochastic gradients, whose loss says whether there are probabilities.</summary>
    public static LinearClassifier ReadStochastic(SklearnObject source, EstimatorReader reader)
    {
        var rule = source.Text("loss") switch
        {
            "log" or "log_loss" => ProbabilityRule.Logistic,
            "modified_huber" => ProbabilityRule.ModifiedHuber,
            _ => ProbabilityRule.None,
        };
        return new LinearClassifier(source, LinearMap.Read(source), source.Labels("classes_"), rule);
    }

    public override Labels GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(ScorePrediction.Choose(DecisionFunction(features, cancellationToken)), _labels);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _map.ComputeScores(features, cancellationToken);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        ScoreProbabilities.Compute(_rule, DecisionFunction(features, cancellationToken));
}
