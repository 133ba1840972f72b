using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Linear;

/// <summary>A linear one-class support vector machine fitted by stochastic gradients.</summary>
internal sealed class LinearOneClass : FittedModel
{
    private readonly LinearMap _map;
    private readonly double _offset;

    private LinearOneClass(SklearnObject source, LinearMap map, double offset)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.DecisionFunction | EstimatorMethods.ScoreSamples,
            map.FeatureCount)
    {
        if (map.OutputCount != 1)
        {
            throw source.Unexpected("coef_", "one row of numbers");
        }

        _map = map;
        _offset = offset;
    }

    public override TensorDataType PredictionType => TensorDataType.INT32;

    public static LinearOneClass Read(SklearnObject source, EstimatorReader reader) =>
        new(source, LinearMap.Read(source, [0]), source.Vector("offset_", 1)[0]);

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var scores = DecisionFunction(features, cancellationToken);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            scores.Values[i] = scores.Values[i] >= 0 ? 1 : -1;
        }

        return new Prediction(scores, TensorDataType.INT32);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var scores = ScoreSamples(features, cancellationToken);
        TensorPrimitives.Subtract(scores.Values, _offset, scores.Values);
        return scores;
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _map.ComputeScores(features, cancellationToken);
    }
}
