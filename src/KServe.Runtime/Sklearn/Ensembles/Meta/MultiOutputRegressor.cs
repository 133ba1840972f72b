using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>One regressor per target.</summary>
internal sealed class MultiOutputRegressor : MetaEstimator
{
    private readonly Estimator[] _members;

    private MultiOutputRegressor(SklearnObject source, Estimator[] members)
        : base(source, EstimatorMethods.Predict, members[0])
    {
        _members = members;
        if (Array.Exists(members, static member => member.TargetCount != 1))
        {
            throw source.Invalid("regressors of one target were expected");
        }
    }

    public override int TargetCount => _members.Length;

    public override TensorShape PredictionShape => [-1, _members.Length];

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new MultiOutputRegressor(source, Members.Read(source, reader, EstimatorMethods.Predict));

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        new(MatrixColumns.Concatenate(
            Array.ConvertAll(_members, member => member.Predict(features, cancellationToken).Values)));
}
