using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Asks estimators that each tell one class from others.</summary>
internal static class BinaryMembers
{
    /// <summary>Reads the estimators.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="reader">Builds the estimators.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidDataException">There are not as many, or one gives no score.</exception>
    public static Estimator[] Read(SklearnObject source, EstimatorReader reader, int count)
    {
        var members = Members.Read(source, reader, EstimatorMethods.Predict);
        if (members.Length != count)
        {
            throw source.Unexpected("estimators_", $"{count} estimators");
        }

        foreach (var member in members)
        {
            var isSuitable = member.TargetCount == 1 && (member.GetLabels() is not { } labels
                || (labels.Count == 2
                    && (member.Methods & (EstimatorMethods.PredictProba | EstimatorMethods.DecisionFunction)) != 0));
            if (!isSuitable)
            {
                throw source.Invalid($"a {member.ClassName} cannot tell two classes apart by a score");
            }
        }

        return members;
    }

    /// <summary>Computes the score of the second class; what a regressor predicts is a score.</summary>
    public static double[] Score(Estimator member, Features features, CancellationToken cancellationToken)
    {
        if (member.GetLabels() is null)
        {
            return member.Predict(features, cancellationToken).Values.Values;
        }

        return member.Methods.HasFlag(EstimatorMethods.DecisionFunction)
            ? member.DecisionFunction(features, cancellationToken).Values
            : MatrixColumns.Column(member.PredictProba(features, 0, cancellationToken), 1);
    }

    /// <summary>Gets the score from which on the second class is predicted.</summary>
    public static double GetThreshold(Estimator member) =>
        member.GetLabels() is not null && member.Methods.HasFlag(EstimatorMethods.DecisionFunction) ? 0 : 0.5;
}
