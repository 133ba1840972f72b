using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>A classifier of two classes whose threshold was tuned or set (since 1.5).</summary>
internal sealed class ThresholdClassifier : DelegatingEstimator
{
    private readonly double _threshold;
    private readonly bool _usesProbabilities;
    private readonly int _positive;

    private ThresholdClassifier(
        SklearnObject source, Estimator inner, bool usesProbabilities, double threshold, int positive)
        : base(
            source,
            inner,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
                | EstimatorMethods.DecisionFunction)
    {
        _threshold = threshold;
        _usesProbabilities = usesProbabilities;
        _positive = positive;
    }

    /// <summary>Reads a classifier whose threshold was tuned by cross-validation.</summary>
    public static Estimator CreateTuned(SklearnObject source, EstimatorReader reader)
    {
        var scorer = source.ValueOrNull("_curve_scorer") is PickleInstance instance
            ? new SklearnObject(instance).ValueOrNull("_kwargs") as PickleDictionary
            : null;
        object? positive = null;
        scorer?.TryGet("pos_label", out positive);
        return Create(source, reader, source.Number("best_threshold_"), positive);
    }

    /// <summary>Reads a classifier whose threshold was set by hand.</summary>
    public static Estimator CreateFixed(SklearnObject source, EstimatorReader reader)
    {
        double? threshold = source.Value("threshold") is "auto" ? null : source.Number("threshold");
        return Create(source, reader, threshold, source.ValueOrNull("pos_label"));
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        double[] scores;
        if (_usesProbabilities)
        {
            scores = MatrixColumns.Column(Inner.PredictProba(features, 0, cancellationToken), _positive);
        }
        else
        {
            var sign = _positive == 0 ? -1 : 1;
            scores = Array.ConvertAll(
                Inner.DecisionFunction(features, cancellationToken).Values, score => sign * score);
        }

        var positions = Array.ConvertAll(
            scores, score => (double)(score >= _threshold ? _positive : 1 - _positive));
        return Classes(Matrix.Vector(positions), GetLabels()!);
    }

    private static ThresholdClassifier Create(
        SklearnObject source, EstimatorReader reader, double? threshold, object? positiveLabel)
    {
        var inner = reader.Read(source.Object("estimator_"));
        if (inner.GetLabels() is not { Count: 2 } labels || inner.TargetCount != 1)
        {
            throw source.Invalid("a classifier of two classes was expected");
        }

        var usesProbabilities = source.Text("response_method", "auto") switch
        {
            "auto" => inner.Methods.HasFlag(EstimatorMethods.PredictProba),
            "predict_proba" => true,
            "decision_function" => false,
            var method => throw source.Invalid($"the response method '{method}' is not supported"),
        };
        Members.Require(
            source, inner, usesProbabilities ? EstimatorMethods.PredictProba : EstimatorMethods.DecisionFunction);
        return new ThresholdClassifier(
            source,
            inner,
            usesProbabilities,
            threshold ?? (usesProbabilities ? 0.5 : 0),
            FindLabel(source, labels, positiveLabel));
    }

    private static int FindLabel(SklearnObject source, Labels labels, object? label)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (label is null
                || (labels.AreTexts
                    ? string.Equals(label as string, labels.GetText(i), StringComparison.Ordinal)
                    : PickleNumbers.ToDouble(label) == labels.GetNumber(i)))
            {
                return label is null ? 1 : i;
            }
        }

        throw source.Invalid("the positive label is none of its classes");
    }
}
