using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>One estimator per class: the most certain wins, or each decides about a label of its own.</summary>
internal sealed class OneVsRestClassifier : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly Labels _labels;
    private readonly bool _isMultilabel;
    private readonly bool _keepsZeroRows;

    private OneVsRestClassifier(SklearnObject source, Estimator[] members, Labels labels, bool isMultilabel)
        : base(
            source,
            EstimatorMethods.Predict
                | (Members.Common(members) & (EstimatorMethods.PredictProba | EstimatorMethods.DecisionFunction)),
            members[0])
    {
        _members = members;
        _labels = labels;
        _isMultilabel = isMultilabel;
        _keepsZeroRows = SklearnVersion.IsAtLeast(source, 1, 6);
    }

    public override TensorDataType PredictionType => _isMultilabel ? TensorDataType.INT64 : base.PredictionType;

    public override TensorShape PredictionShape => _isMultilabel ? [-1, _labels.Count] : base.PredictionShape;

    public override TensorShape DecisionShape => _members.Length == 1 ? [-1] : [-1, _members.Length];

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var binarizer = source.Object("label_binarizer_");
        var labels = binarizer.Labels("classes_");
        var type = binarizer.Text("y_type_");
        var count = type switch
        {
            "binary" => 1,
            "multiclass" or "multilabel-indicator" => labels.Count,
            _ => throw source.Invalid($"targets of type '{type}' are not supported"),
        };
        if (type == "binary" && labels.Count > 2)
        {
            throw source.Invalid($"two classes have {labels.Count} labels");
        }

        var isMultilabel = type == "multilabel-indicator";
        return new OneVsRestClassifier(source, BinaryMembers.Read(source, reader, count), labels, isMultilabel);
    }

    public override Labels? GetLabels(int target = 0) => _isMultilabel ? null : _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var scores = Array.ConvertAll(
            _members, member => BinaryMembers.Score(member, features, cancellationToken));
        return _isMultilabel
            ? new Prediction(PredictLabels(scores), TensorDataType.INT64)
            : Classes(Matrix.Vector(_members.Length == 1 ? PredictOne(scores[0]) : PredictBest(scores)), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var isPair = _members.Length == 1;
        var probabilities = new Matrix(features.RowCount, isPair ? 2 : _members.Length);
        for (var i = 0; i < _members.Length; i++)
        {
            var ofMember = _members[i].PredictProba(features, 0, cancellationToken);
            for (var row = 0; row < probabilities.RowCount; row++)
            {
                probabilities.GetRow(row)[isPair ? 1 : i] = ofMember[row, 1];
                if (isPair)
                {
                    probabilities.GetRow(row)[0] = 1 - ofMember[row, 1];
                }
            }
        }

        if (!_isMultilabel)
        {
            Normalize(probabilities);
        }

        return probabilities;
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var all = Array.ConvertAll(_members, member => member.DecisionFunction(features, cancellationToken));
        return all.Length == 1 ? all[0] : MatrixColumns.Concatenate(all);
    }

    private void Normalize(Matrix probabilities)
    {
        for (var row = 0; row < probabilities.RowCount; row++)
        {
            var sum = 0.0;
            foreach (var value in probabilities.GetRow(row))
            {
                sum += value;
            }

            foreach (ref var value in probabilities.GetRow(row))
            {
                value = sum == 0 && _keepsZeroRows ? value : value / sum;
            }
        }
    }

    private Matrix PredictLabels(double[][] scores)
    {
        var threshold = BinaryMembers.GetThreshold(_members[0]);
        var result = new Matrix(scores[0].Length, scores.Length);
        for (var i = 0; i < scores.Length; i++)
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                result.GetRow(row)[i] = scores[i][row] > threshold ? 1 : 0;
            }
        }

        return result;
    }

    private double[] PredictOne(double[] scores)
    {
        var threshold = BinaryMembers.GetThreshold(_members[0]);
        return Array.ConvertAll(scores, score => score > threshold && _labels.Count > 1 ? 1.0 : 0.0);
    }

    // Of equal scores the last wins, unlike anywhere else in the library.
    private static double[] PredictBest(double[][] scores)
    {
        var best = new double[scores[0].Length];
        for (var row = 0; row < best.Length; row++)
        {
            var maximum = double.NegativeInfinity;
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i][row] >= maximum)
                {
                    maximum = scores[i][row];
                    best[row] = i;
                }
            }
        }

        return best;
    }
}
