using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>One estimator per pair of classes: votes decide, and certainty where they tie.</summary>
internal sealed class OneVsOneClassifier : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly Labels _labels;

    private OneVsOneClassifier(SklearnObject source, Estimator[] members, Labels labels)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.DecisionFunction, members[0])
    {
        _members = members;
        _labels = labels;
        foreach (var member in members)
        {
            Members.RequireNumbers(source, member);
        }
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        if (source.ValueOrNull("pairwise_indices_") is not null)
        {
            throw source.Invalid("pairwise kernels are not supported");
        }

        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Invalid("it needs two classes at least");
        }

        var count = (long)labels.Count * (labels.Count - 1) / 2;
        var members = BinaryMembers.Read(source, reader, (int)Math.Min(count, int.MaxValue));
        return new OneVsOneClassifier(source, members, labels);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var decisions = DecisionFunction(features, cancellationToken);
        if (_labels.Count > 2)
        {
            return Classes(RowMath.ArgMax(decisions), _labels);
        }

        var threshold = BinaryMembers.GetThreshold(_members[0]);
        return Classes(
            Matrix.Vector(Array.ConvertAll(decisions.Values, score => score > threshold ? 1.0 : 0.0)), _labels);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var votes = new Matrix(features.RowCount, _labels.Count);
        var certainties = new Matrix(features.RowCount, _labels.Count);
        var index = 0;
        for (var i = 0; i < _labels.Count; i++)
        {
            for (var j = i + 1; j < _labels.Count; j++)
            {
                Count(_members[index++], features, i, j, votes, certainties, cancellationToken);
            }
        }

        // The certainties are brought between -1/3 and 1/3, so that they decide between equal votes only.
        for (var at = 0; at < votes.Values.Length; at++)
        {
            var certainty = certainties.Values[at];
            votes.Values[at] += certainty / (3 * (Math.Abs(certainty) + 1));
        }

        return _labels.Count == 2 ? Matrix.Vector(MatrixColumns.Column(votes, 1)) : votes;
    }

    private static void Count(
        Estimator member,
        Features features,
        int first,
        int second,
        Matrix votes,
        Matrix certainties,
        CancellationToken cancellationToken)
    {
        var predictions = Members.ToNumbers(member.Predict(features, cancellationToken)).Values;
        var scores = BinaryMembers.Score(member, features, cancellationToken);
        for (var row = 0; row < scores.Length; row++)
        {
            certainties.GetRow(row)[first] -= scores[row];
            certainties.GetRow(row)[second] += scores[row];
            if (predictions[row] is 0 or 1)
            {
                votes.GetRow(row)[predictions[row] == 0 ? first : second]++;
            }
        }
    }
}
