using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Classifiers of some columns each, whose probabilities or else votes are averaged.</summary>
internal sealed class BaggingClassifier : MetaEstimator
{
    private readonly Bag _bag;
    private readonly int[][] _maps;
    private readonly Labels _labels;

    private BaggingClassifier(SklearnObject source, Bag bag)
        : base(source, GetMethods(bag), bag.Members[0])
    {
        _bag = bag;
        _labels = source.Labels("classes_");
        FeatureCount = bag.FeatureCount;
        FeatureNames = FeatureNameReader.Read(source, bag.FeatureCount);
        _maps = [.. bag.Members.Select(member => LabelMap.FromPositions(source, member, _labels.Count))];
        if (_labels.Count == 0)
        {
            throw source.Invalid("it has no classes");
        }
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader) =>
        new BaggingClassifier(source, Bag.Read(source, reader, EstimatorMethods.Predict));

    public override Labels? GetLabels(int target = 0) => _labels;

    public override Prediction Predict(Features features, CancellationToken cancellationToken) =>
        Classes(RowMath.ArgMax(PredictProba(features, 0, cancellationToken)), _labels);

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken)
    {
        _bag.Require(features, ClassName);
        var mean = new Matrix(features.RowCount, _labels.Count);
        for (var i = 0; i < _bag.Members.Count; i++)
        {
            if (_bag.Members[i].Methods.HasFlag(EstimatorMethods.PredictProba))
            {
                var probabilities = _bag.Members[i].PredictProba(_bag.Select(features, i), 0, cancellationToken);
                Add(probabilities, _maps[i], mean);
            }
            else
            {
                var votes = _bag.Members[i].Predict(_bag.Select(features, i), cancellationToken).Values.Values;
                for (var row = 0; row < votes.Length; row++)
                {
                    mean.GetRow(row)[_maps[i][(int)votes[row]]]++;
                }
            }
        }

        return _bag.Divide(mean);
    }

    /// <summary>Averages in logarithms, so that probabilities too small to be numbers still count.</summary>
    public override Matrix PredictLogProba(Features features, int target, CancellationToken cancellationToken)
    {
        if (!_bag.Members[0].Methods.HasFlag(EstimatorMethods.PredictLogProba))
        {
            return RowMath.Log(PredictProba(features, target, cancellationToken));
        }

        _bag.Require(features, ClassName);
        var all = new Matrix(features.RowCount * _labels.Count, _bag.Members.Count);
        Array.Fill(all.Values, double.NegativeInfinity);
        for (var i = 0; i < _bag.Members.Count; i++)
        {
            var logs = _bag.Members[i].PredictLogProba(_bag.Select(features, i), 0, cancellationToken);
            for (var at = 0; at < logs.Values.Length; at++)
            {
                var (row, column) = Math.DivRem(at, logs.ColumnCount);
                all.GetRow(row * _labels.Count + _maps[i][column])[i] = logs.Values[at];
            }
        }

        var result = new Matrix(features.RowCount, _labels.Count);
        for (var at = 0; at < result.Values.Length; at++)
        {
            result.Values[at] = RowMath.LogSumExp(all.GetRow(at)) - Math.Log(_bag.Members.Count);
        }

        return result;
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        _bag.Require(features, ClassName);
        return _bag.Mean(i => _bag.Members[i].DecisionFunction(_bag.Select(features, i), cancellationToken));
    }

    private static EstimatorMethods GetMethods(Bag bag) =>
        EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
        | (Members.Common([.. bag.Members]) & EstimatorMethods.DecisionFunction);

    private static void Add(Matrix probabilities, int[] map, Matrix sums)
    {
        for (var row = 0; row < sums.RowCount; row++)
        {
            for (var i = 0; i < map.Length; i++)
            {
                sums.GetRow(row)[map[i]] += probabilities[row, i];
            }
        }
    }
}
