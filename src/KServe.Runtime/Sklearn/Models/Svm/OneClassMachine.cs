using System.Numerics.Tensors;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Svm;

/// <summary>A support vector machine that tells inliers (1) from outliers (-1).</summary>
internal sealed class OneClassMachine : FittedModel
{
    private readonly SupportVectorMachine _machine;

    private OneClassMachine(SklearnObject source, SupportVectorMachine machine)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.DecisionFunction | EstimatorMethods.ScoreSamples,
            machine.FeatureCount) => _machine = machine;

    public override TensorDataType PredictionType => TensorDataType.INT64;

    public static OneClassMachine Read(SklearnObject source, EstimatorReader reader) =>
        new(source, SupportVectorMachine.ReadSingle(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var scores = DecisionFunction(features, cancellationToken);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            scores.Values[i] = scores.Values[i] > 0 ? 1 : -1;
        }

        return new Prediction(scores, TensorDataType.INT64);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return Matrix.Vector(_machine.Compute(features, cancellationToken).Values);
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        // The offset of the library is the negative intercept.
        var scores = DecisionFunction(features, cancellationToken);
        TensorPrimitives.Subtract(scores.Values, _machine.Intercepts[0], scores.Values);
        return scores;
    }
}
