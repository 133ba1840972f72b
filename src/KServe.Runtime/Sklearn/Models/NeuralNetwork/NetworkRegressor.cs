using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.NeuralNetwork;

/// <summary>A multi-layer perceptron for numbers.</summary>
internal sealed class NetworkRegressor : FittedModel
{
    private readonly Perceptrons _network;

    private NetworkRegressor(SklearnObject source, Perceptrons network)
        : base(source, EstimatorMethods.Predict, network.FeatureCount) => _network = network;

    public override int TargetCount => _network.OutputCount;

    public static NetworkRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, Perceptrons.Read(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        var outputs = _network.Compute(features, cancellationToken);
        return new Prediction(_network.OutputCount == 1 ? Matrix.Vector(outputs.Values) : outputs);
    }
}
