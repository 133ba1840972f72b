using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Models.Svm;

/// <summary>A support vector machine that decides between each pair of classes.</summary>
internal sealed class SupportVectorClassifier : FittedModel
{
    private const EstimatorMethods Scores = EstimatorMethods.Predict | EstimatorMethods.DecisionFunction;

    private readonly SupportVectorMachine _machine;
    private readonly Labels _labels;
    private readonly PairwiseCoupling? _coupling;
    private readonly bool _isOneVersusRest;
    private readonly bool _breaksTies;

    private SupportVectorClassifier(
        SklearnObject source, SupportVectorMachine machine, Labels labels, PairwiseCoupling? coupling)
        : base(
            source,
            coupling is null ? Scores : Scores | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba,
            machine.FeatureCount)
    {
        _machine = machine;
        _labels = labels;
        _coupling = coupling;
        _isOneVersusRest = labels.Count > 2 && source.Text("decision_function_shape", "ovr") == "ovr";
        _breaksTies = _isOneVersusRest && source.Flag("break_ties");
    }

    public static SupportVectorClassifier Read(SklearnObject source, EstimatorReader reader)
    {
        var labels = source.Labels("classes_");
        if (labels.Count < 2)
        {
            throw source.Unexpected("classes_", "at least two labels");
        }

        var machine = SupportVectorMachine.ReadPairs(source, labels.Count);
        return new SupportVectorClassifier(source, machine, labels, ReadCoupling(source, machine, labels.Count));
    }

    public override Labels GetLabels(int target = 0) => _labels;

    public override TensorShape DecisionShape =>
        _labels.Count == 2 ? [-1] : [-1, _isOneVersusRest ? _labels.Count : _machine.DecisionCount];

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        if (_breaksTies)
        {
            return Classes(RowMath.ArgMax(DecisionFunction(features, cancellationToken)), _labels);
        }

        var decisions = Decide(features, cancellationToken);
        var result = new double[decisions.RowCount];
        Span<int> votes = new int[_labels.Count];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = Vote(decisions.GetRow(row), votes);
        }

        return Classes(Matrix.Vector(result), _labels);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var decisions = Decide(features, cancellationToken);
        if (_labels.Count == 2)
        {
            // libsvm speaks for the first class, the library for the second.
            System.Numerics.Tensors.TensorPrimitives.Negate<double>(decisions.Values, decisions.Values);
            return Matrix.Vector(decisions.Values);
        }

        return _isOneVersusRest ? GatherVotes(decisions) : decisions;
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var decisions = Decide(features, cancellationToken);
        var result = new Matrix(decisions.RowCount, _labels.Count);
        for (var row = 0; row < result.RowCount; row++)
        {
            _coupling!.Compute(decisions.GetRow(row), result.GetRow(row));
        }

        return result;
    }

    private static PairwiseCoupling? ReadCoupling(SklearnObject source, SupportVectorMachine machine, int classCount)
    {
        var slopes = source.Has("_probA") ? "_probA" : "probA_";
        if (!source.Flag("probability") || !source.Has(slopes) || source.Vector(slopes).Length == 0)
        {
            return null;
        }

        var offsets = source.Has("_probB") ? "_probB" : "probB_";
        return new PairwiseCoupling(
            source.Vector(slopes, machine.DecisionCount), source.Vector(offsets, machine.DecisionCount), classCount);
    }

    private Matrix Decide(Features features, CancellationToken cancellationToken)
    {
        RequireFinite(features);
        return _machine.Compute(features, cancellationToken);
    }

    private static int Vote(ReadOnlySpan<double> decisions, Span<int> votes)
    {
        votes.Clear();
        var pair = 0;
        for (var i = 0; i < votes.Length; i++)
        {
            for (var j = i + 1; j < votes.Length; j++)
            {
                votes[decisions[pair++] > 0 ? i : j]++;
            }
        }

        var best = 0;
        for (var i = 1; i < votes.Length; i++)
        {
            best = votes[i] > votes[best] ? i : best;
        }

        return best;
    }

    // Votes, and between equal votes the sum of the confidences, squashed below a third.
    private Matrix GatherVotes(Matrix decisions)
    {
        var result = new Matrix(decisions.RowCount, _labels.Count);
        Span<double> confidences = new double[_labels.Count];
        for (var row = 0; row < result.RowCount; row++)
        {
            var scores = result.GetRow(row);
            confidences.Clear();
            var pair = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                for (var j = i + 1; j < scores.Length; j++)
                {
                    var decision = decisions[row, pair++];
                    confidences[i] += decision;
                    confidences[j] -= decision;
                    scores[decision < 0 ? j : i]++;
                }
            }

            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] += confidences[i] / (3 * (Math.Abs(confidences[i]) + 1));
            }
        }

        return result;
    }
}
