using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NeuralNetwork;

/// <summary>A multi-layer perceptron for classes; several labels per row are possible.</summary>
internal sealed class NetworkClassifier : FittedModel
{
    private const EstimatorMethods AllMethods =
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba;

    private readonly Perceptrons _network;
    private readonly Labels _labels;
    private readonly bool _isMultilabel;

    private NetworkClassifier(SklearnObject source, Perceptrons network)
        : base(source, AllMethods, network.FeatureCount)
    {
        _network = network;
        var binarizer = source.Object("_label_binarizer");
        _labels = source.Labels(source.Has("classes_") ? "classes_" : "_classes");
        _isMultilabel = binarizer.Text("y_type_", "").StartsWith("multilabel", StringComparison.Ordinal);
        if (_isMultilabel)
        {
            LabelChecks.RequireCount(source, _labels, network.OutputCount);
        }
        else
        {
            LabelChecks.RequireScores(source, _labels, network.OutputCount);
        }
    }

    public static NetworkClassifier Read(SklearnObject source, EstimatorReader reader) =>
        new(source, Perceptrons.Read(source));

    public override TensorDataType PredictionType => _isMultilabel ? TensorDataType.INT64 : _labels.DataType;

    public override TensorShape PredictionShape => _isMultilabel ? [-1, _labels.Count] : [-1];

    public override Labels? GetLabels(int target = 0) => _isMultilabel ? null : _labels;

    public override TensorShape GetProbaShape(int target = 0) => [-1, _labels.Count];

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var outputs = Compute(features, cancellationToken);
        if (!_isMultilabel && _network.OutputCount > 1)
        {
            return Classes(RowMath.ArgMax(outputs), _labels);
        }

        foreach (ref var value in outputs.Values.AsSpan())
        {
            value = value > 0.5 ? 1 : 0;
        }

        return _isMultilabel
            ? new Prediction(outputs, TensorDataType.INT64)
            : Classes(Matrix.Vector(outputs.Values), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var outputs = Compute(features, cancellationToken);
        return _network.OutputCount == 1 ? RowMath.Pair(outputs.Values) : outputs;
    }

    private Matrix Compute(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _network.Compute(features, cancellationToken);
    }
}
