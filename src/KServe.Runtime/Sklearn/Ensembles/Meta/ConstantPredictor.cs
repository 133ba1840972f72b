using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Stands where a class was always or never there: it says the same of every row.</summary>
internal sealed class ConstantPredictor : Estimator
{
    private readonly double _value;

    private ConstantPredictor(SklearnObject source)
        : base(source.ClassName)
    {
        _value = PickleNumbers.ToDouble(source.Value("y_")) ?? throw source.Unexpected("y_", "one number");
        FeatureCount = checked((int)source.Integer("n_features_in_", -1));
    }

    public override EstimatorMethods Methods =>
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.DecisionFunction;

    public static Estimator Create(SklearnObject source, EstimatorReader reader) => new ConstantPredictor(source);

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(DecisionFunction(features, cancellationToken));

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        RowMath.Pair(DecisionFunction(features, cancellationToken).Values);

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireShape(features, ClassName, FeatureCount);
        var values = new double[features.RowCount];
        Array.Fill(values, _value);
        return Matrix.Vector(values);
    }
}
