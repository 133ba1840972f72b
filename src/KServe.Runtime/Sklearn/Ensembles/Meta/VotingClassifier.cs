using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Classifiers that vote with their predictions (hard) or with their probabilities (soft).</summary>
internal sealed class VotingClassifier : MetaEstimator
{
    private readonly Estimator[] _members;
    private readonly int[][] _maps;
    private readonly double[] _weights;
    private readonly double _weightSum;
    private readonly Labels _labels;
    private readonly bool _isSoft;
    private readonly bool _isFlat;

    private VotingClassifier(SklearnObject source, Estimator[] members, bool isSoft)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.Transform
                | (isSoft ? EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba : 0),
            members[0])
    {
        _members = members;
        _isSoft = isSoft;
        _isFlat = source.Flag("flatten_transform", fallback: true);
        _labels = source.Labels("classes_");
        _maps = Array.ConvertAll(members, member => LabelMap.FromPositions(source, member, _labels.Count));
        _weights = VotingWeights.Read(source, members.Length);
        _weightSum = _weights.Sum();
        if (isSoft && Array.Exists(members, member => member.GetLabels()!.Count != _labels.Count))
        {
            throw source.Invalid($"each estimator must know {_labels.Count} classes");
        }
    }

    public override TensorDataType TransformType => _isSoft ? TensorDataType.FP64 : TensorDataType.INT64;

    public override TensorShape TransformShape => (_isSoft, _isFlat) switch
    {
        (false, _) => [-1, _members.Length],
        (true, true) => [-1, _members.Length * _labels.Count],
        _ => [_members.Length, -1, _labels.Count],
    };

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var isSoft = source.Text("voting", "hard") switch
        {
            "soft" => true,
            "hard" => false,
            var voting => throw source.Invalid($"voting is '{voting}', 'hard' or 'soft' was expected"),
        };
        var method = isSoft ? EstimatorMethods.PredictProba : EstimatorMethods.Predict;
        return new VotingClassifier(source, Members.Read(source, reader, method), isSoft);
    }

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        if (_isSoft)
        {
            return Classes(RowMath.ArgMax(PredictProba(features, 0, cancellationToken)), _labels);
        }

        var votes = new Matrix(features.RowCount, _labels.Count);
        var predictions = PredictAll(features, cancellationToken);
        for (var row = 0; row < votes.RowCount; row++)
        {
            for (var i = 0; i < _members.Length; i++)
            {
                votes.GetRow(row)[(int)predictions[row, i]] += _weights[i];
            }
        }

        return Classes(RowMath.ArgMax(votes), _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        var mean = new Matrix(features.RowCount, _labels.Count);
        for (var i = 0; i < _members.Length; i++)
        {
            var probabilities = _members[i].PredictProba(features, 0, cancellationToken);
            for (var at = 0; at < mean.Values.Length; at++)
            {
                mean.Values[at] += probabilities.Values[at] * _weights[i];
            }
        }

        foreach (ref var value in mean.Values.AsSpan())
        {
            value /= _weightSum;
        }

        return mean;
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        if (!_isSoft)
        {
            return new Features(PredictAll(features, cancellationToken));
        }

        var all = Array.ConvertAll(_members, member => member.PredictProba(features, 0, cancellationToken));
        return new Features(_isFlat ? MatrixColumns.Concatenate(all) : MatrixColumns.Stack(all));
    }

    private Matrix PredictAll(Features features, CancellationToken cancellationToken)
    {
        var predictions = new Matrix(features.RowCount, _members.Length);
        for (var i = 0; i < _members.Length; i++)
        {
            var classes = _members[i].Predict(features, cancellationToken).Values.Values;
            for (var row = 0; row < classes.Length; row++)
            {
                predictions.GetRow(row)[i] = _maps[i][(int)classes[row]];
            }
        }

        return predictions;
    }
}
