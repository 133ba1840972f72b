using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Svm;

/// <summary>A support vector machine for regression.</summary>
internal sealed class SupportVectorRegressor : FittedModel
{
    private readonly SupportVectorMachine _machine;

    private SupportVectorRegressor(SklearnObject source, SupportVectorMachine machine)
        : base(source, EstimatorMethods.Predict, machine.FeatureCount) => _machine = machine;

    public static SupportVectorRegressor Read(SklearnObject source, EstimatorReader reader) =>
        new(source, SupportVectorMachine.ReadSingle(source));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return new Prediction(Matrix.Vector(_machine.Compute(features, cancellationToken).Values));
    }
}
