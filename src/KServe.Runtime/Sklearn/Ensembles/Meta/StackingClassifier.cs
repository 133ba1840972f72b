using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>A classifier over what other estimators say.</summary>
internal sealed class StackingClassifier : MetaEstimator
{
    private readonly StackingLayer _layer;
    private readonly Estimator _final;
    private readonly Labels _labels;
    private readonly int[] _map;

    private StackingClassifier(SklearnObject source, StackingLayer layer, Estimator final, Labels labels)
        : base(
            source,
            EstimatorMethods.Transform | (final.Methods & (EstimatorMethods.Predict | EstimatorMethods.PredictProba
                | EstimatorMethods.DecisionFunction)),
            layer.First)
    {
        _layer = layer;
        _final = final;
        _labels = labels;
        _map = LabelMap.FromPositions(source, final, labels.Count);
    }

    public override TensorDataType TransformType => _layer.Type;

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        if (source.Has("_label_encoder") && source.Value("_label_encoder") is List<object?>)
        {
            throw source.Invalid("stacks of several labels are not supported");
        }

        var labels = source.Labels("classes_");
        var final = reader.Read(source.Object("final_estimator_"));
        Members.Require(source, final, EstimatorMethods.Predict);
        return new StackingClassifier(source, StackingLayer.Read(source, reader, labels.Count), final, labels);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var positions = _final.Predict(Stack(features, cancellationToken), cancellationToken).Values.Values;
        return Classes(
            Matrix.Vector(Array.ConvertAll(positions, position => (double)_map[(int)position])), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        _final.PredictProba(Stack(features, cancellationToken), target, cancellationToken);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        _final.DecisionFunction(Stack(features, cancellationToken), cancellationToken);

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        Stack(features, cancellationToken);

    private Features Stack(Features features, CancellationToken cancellationToken) =>
        new(_layer.Compute(features, cancellationToken));
}
