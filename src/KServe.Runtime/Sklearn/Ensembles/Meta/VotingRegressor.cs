using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Regressors whose predictions are averaged with weights.</summary>
internal sealed class VotingRegressor : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly double[] _weights;
    private readonly double _weightSum;

    private VotingRegressor(SklearnObject source, Estimator[] members)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Transform, members[0])
    {
        _members = members;
        _weights = VotingWeights.Read(source, members.Length);
        _weightSum = _weights.Sum();
        if (Array.Exists(members, static member => member.TargetCount != 1))
        {
            throw source.Invalid("regressors of one target were expected");
        }
    }

    public override TensorShape TransformShape => [-1, _members.Length];

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new VotingRegressor(source, Members.Read(source, reader, EstimatorMethods.Predict));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var all = PredictAll(features, cancellationToken);
        var means = new double[all.RowCount];
        for (var row = 0; row < means.Length; row++)
        {
            for (var i = 0; i < _weights.Length; i++)
            {
                means[row] += all[row, i] * _weights[i];
            }

            means[row] /= _weightSum;
        }

        return new Prediction(Matrix.Vector(means));
    }

    public override Features Transform(Features features, CancellationToken cancellationToken) =>
        new(PredictAll(features, cancellationToken));

    private Matrix PredictAll(Features features, CancellationToken cancellationToken) => MatrixColumns.Concatenate(
        Array.ConvertAll(_members, member => member.Predict(features, cancellationToken).Values));
}
