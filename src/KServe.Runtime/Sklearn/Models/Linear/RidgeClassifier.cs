using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>A ridge regression of the classes as -1 and 1; several labels per row are possible.</summary>
internal sealed class RidgeClassifier : FittedModel
{
    private readonly LinearMap _map;
    private readonly Labels _labels;
    private readonly bool _isMultilabel;

    private RidgeClassifier(SklearnObject source, LinearMap map, SklearnObject binarizer)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.DecisionFunction, map.FeatureCount)
    {
        _map = map;
        _labels = binarizer.Labels("classes_");
        _isMultilabel = binarizer.Text("y_type_", "").StartsWith("multilabel", StringComparison.Ordinal);
        if (_isMultilabel)
        {
            LabelChecks.RequireCount(source, _labels, map.OutputCount);
        }
        else
        {
            LabelChecks.RequireScores(source, _labels, map.OutputCount);
        }
    }

    public override Labels? GetLabels(int target = 0) => _isMultilabel ? null : _labels;

    public override TensorDataType PredictionType => _isMultilabel ? TensorDataType.INT64 : _labels.DataType;

    public override TensorShape PredictionShape => _isMultilabel ? [-1, _map.OutputCount] : [-1];

    public override TensorShape DecisionShape => _map.OutputCount == 1 ? [-1] : [-1, _map.OutputCount];

    public static RidgeClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, LinearMap.Read(source), source.Object("_label_binarizer"));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var scores = DecisionFunction(features, cancellationToken);
        return _isMultilabel
            ? new Prediction(ScorePrediction.Threshold(scores), TensorDataType.INT64)
            : Classes(ScorePrediction.Choose(scores), _labels);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _map.ComputeScores(features, cancellationToken);
    }
}
