using KServe.Runtime.Sklearn.Ensembles.Meta;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>Weak classifiers that vote with weights (SAMME) or with their probabilities (SAMME.R).</summary>
/// <remarks>Zhu, Zou, Rosset and Hastie, "Multi-class AdaBoost", 2009.</remarks>
internal sealed class AdaBoostClassifier : MetaEstimator
{
    // The spacing of float64 at 1: no probability counts as less.
    private const double Epsilon = 2.220446049250313e-16;

    private readonly Estimator[] _members;
    private readonly int[][] _maps;
    private readonly double[] _weights;
    private readonly double _weightSum;
    private readonly double _otherVote;
    private readonly Labels _labels;
    private readonly bool _isReal;

    private AdaBoostClassifier(SklearnObject source, Estimator[] members, bool isReal)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
                | EstimatorMethods.DecisionFunction,
            members[0])
    {
        _members = members;
        _isReal = isReal;
        _labels = source.Labels("classes_");
        _maps = Array.ConvertAll(members, member => LabelMap.FromLabels(source, member, _labels));
        if (_labels.Count == 0
            || (isReal && Array.Exists(members, member => member.GetLabels()!.Count != _labels.Count)))
        {
            throw source.Invalid($"each estimator must know {_labels.Count} classes");
        }

        var weights = source.Vector("estimator_weights_");
        _weights = weights.Length >= members.Length ? weights : throw source.Unexpected(
            "estimator_weights_", $"{members.Length} numbers");
        _weightSum = weights.Sum();

        // Since 1.3 a vote for one class counts against the others.
        _otherVote = SklearnVersion.IsAtLeast(source, 1, 3) && _labels.Count > 1 ? -1.0 / (_labels.Count - 1) : 0;
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var isReal = source.Text("algorithm", "SAMME") == "SAMME.R";
        var method = isReal ? EstimatorMethods.PredictProba : EstimatorMethods.Predict;
        return new AdaBoostClassifier(source, Members.Read(source, reader, method), isReal);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var decisions = DecisionFunction(features, cancellationToken);
        return _labels.Count == 2
            ? Classes(Matrix.Vector(Array.ConvertAll(decisions.Values, static score => score > 0 ? 1.0 : 0.0)), _labels)
            : Classes(RowMath.ArgMax(decisions), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var decisions = DecisionFunction(features, cancellationToken);
        if (_labels.Count != 2)
        {
            foreach (ref var score in decisions.Values.AsSpan())
            {
                score = _labels.Count == 1 ? 0 : score / (_labels.Count - 1);
            }

            RowMath.Softmax(decisions);
            return decisions;
        }

        var probabilities = new Matrix(decisions.RowCount, 2);
        for (var row = 0; row < probabilities.RowCount; row++)
        {
            probabilities.GetRow(row)[0] = -decisions.Values[row] / 2;
            probabilities.GetRow(row)[1] = decisions.Values[row] / 2;
        }

        RowMath.Softmax(probabilities);
        return probabilities;
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        FeatureChecks.RequireFinite(features, ClassName, FeatureCount);
        var scores = new Matrix(features.RowCount, _labels.Count);
        for (var i = 0; i < _members.Length; i++)
        {
            if (_isReal)
            {
                AddReal(i, features, scores, cancellationToken);
            }
            else
            {
                AddVotes(i, features, scores, cancellationToken);
            }
        }

        foreach (ref var score in scores.Values.AsSpan())
        {
            score /= _weightSum;
        }

        return _labels.Count == 2 ? Subtract(scores) : scores;
    }

    private static Matrix Subtract(Matrix scores)
    {
        var differences = new double[scores.RowCount];
        for (var row = 0; row < differences.Length; row++)
        {
            differences[row] = -scores[row, 0] + scores[row, 1];
        }

        return Matrix.Vector(differences);
    }

    private void AddReal(int index, Features features, Matrix scores, CancellationToken cancellationToken)
    {
        var probabilities = _members[index].PredictProba(features, 0, cancellationToken);
        Span<double> logs = new double[_labels.Count];
        for (var row = 0; row < scores.RowCount; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < logs.Length; i++)
            {
                logs[i] = Math.Log(Math.Max(probabilities[row, i], Epsilon));
                sum += logs[i];
            }

            for (var i = 0; i < logs.Length; i++)
            {
                scores.GetRow(row)[i] += (logs.Length - 1) * (logs[i] - 1.0 / logs.Length * sum);
            }
        }
    }

    private void AddVotes(int index, Features features, Matrix scores, CancellationToken cancellationToken)
    {
        var positions = _members[index].Predict(features, cancellationToken).Values.Values;
        for (var row = 0; row < positions.Length; row++)
        {
            var scoresOfRow = scores.GetRow(row);
            var winner = _maps[index][(int)positions[row]];
            for (var i = 0; i < scoresOfRow.Length; i++)
            {
                scoresOfRow[i] += i == winner ? _weights[index] : _otherVote * _weights[index];
            }
        }
    }
}
