using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Keeps the columns that survived the elimination, and asks the model over them (RFE, RFECV).</summary>
internal sealed class RecursiveElimination : ColumnSelector
{
    private readonly Estimator _model;

    public RecursiveElimination(SklearnObject source, EstimatorReader reader)
        : this(source, SupportMask.Read(source), reader.Read(source.Object("estimator_")))
    {
    }

    private RecursiveElimination(SklearnObject source, bool[] support, Estimator model)
        : base(source, support, allowsNaN: true)
    {
        var kept = support.Count(static isKept => isKept);
        _model = model.FeatureCount < 0 || model.FeatureCount == kept
            ? model
            : throw source.Unexpected("estimator_", $"a model of {kept} columns");
    }

    public override EstimatorMethods Methods => EstimatorMethods.Transform | (_model.Methods
        & (EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
            | EstimatorMethods.DecisionFunction));

    public override int TargetCount => _model.TargetCount;

    public override TensorDataType PredictionType => _model.PredictionType;

    public override TensorShape PredictionShape => _model.PredictionShape;

    public override TensorShape DecisionShape => _model.DecisionShape;

    public override TensorShape GetProbaShape(int target = 0) => _model.GetProbaShape(target);

    public override Labels? GetLabels(int target = 0) => _model.GetLabels(target);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        _model.Predict(Transform(features, cancellationToken), cancellationToken);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        _model.PredictProba(Transform(features, cancellationToken), target, cancellationToken);

    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken) =>
        _model.PredictLogProba(Transform(features, cancellationToken), target, cancellationToken);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken) =>
        _model.DecisionFunction(Transform(features, cancellationToken), cancellationToken);
}
