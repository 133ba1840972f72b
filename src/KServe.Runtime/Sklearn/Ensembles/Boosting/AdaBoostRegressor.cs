using KServe.Runtime.Sklearn.Ensembles.Meta;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Weak regressors whose weighted median is the prediction.</summary>
/// <remarks>Drucker, "Improving Regressors using Boosting Techniques", 1997.</remarks>
internal sealed class AdaBoostRegressor : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly double[] _weights;

    private AdaBoostRegressor(SklearnObject source, Estimator[] members)
        : base(source, EstimatorMethods.Predict, members[0])
    {
        _members = members;
        _weights = source.Vector("estimator_weights_");
        if (_weights.Length < members.Length || Array.Exists(members, static member => member.TargetCount != 1))
        {
            throw source.Unexpected("estimator_weights_", $"{members.Length} numbers for regressors of one target");
        }
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new AdaBoostRegressor(source, Members.Read(source, reader, EstimatorMethods.Predict));

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireFinite(features, ClassName, FeatureCount);
        var all = Array.ConvertAll(_members, member => member.Predict(features, cancellationToken).Values.Values);
        var medians = new double[features.RowCount];
        var values = new double[_members.Length];
        var weights = new double[_members.Length];
        for (var row = 0; row < medians.Length; row++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = all[i][row];
                weights[i] = _weights[i];
            }

            medians[row] = GetMedian(values, weights);
        }

        return new Prediction(Matrix.Vector(medians));
    }

    /// <summary>Finds the first value at which half of the weight is reached; both arrays are sorted.</summary>
    private static double GetMedian(double[] values, double[] weights)
    {
        Array.Sort(values, weights);
        var half = 0.5 * weights.Sum();
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= half)
            {
                return values[i];
            }
        }

        return values[0];
    }
}
