using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Outliers;

/// <summary>Tells inliers (1) from outliers (-1) by a score and a threshold.</summary>
internal abstract class OutlierModel : FittedModel
{
    private readonly double _offset;

    protected OutlierModel(SklearnObject source, int featureCount)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.DecisionFunction | EstimatorMethods.ScoreSamples,
            featureCount) => _offset = source.Number("offset_");

    public override TensorDataType PredictionType => TensorDataType.INT64;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var scores = DecisionFunction(features, cancellationToken);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            scores.Values[i] = scores.Values[i] < 0 ? -1 : 1;
        }

        return new Prediction(scores, TensorDataType.INT64);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var scores = ScoreSamples(features, cancellationToken);
        TensorPrimitives.Subtract(scores.Values, _offset, scores.Values);
        return scores;
    }
}
