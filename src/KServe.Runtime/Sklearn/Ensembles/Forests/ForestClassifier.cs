using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Ensembles.Trees;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Forests;

/// <summary>Trees whose probabilities are averaged, of one or several targets.</summary>
internal sealed class ForestClassifier : TreeEstimator
{
    private readonly Labels[] _labels;
    private readonly int _treeCount;
    private readonly Lazy<TreeEnsemble> _average;

    private ForestClassifier(SklearnObject source, Labels[] labels, TreeEnsemble ensemble, bool takesMissing)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
                | EstimatorMethods.Apply,
            ensemble,
            takesMissing)
    {
        _labels = labels;
        _treeCount = ensemble.TreeCount;
        _average = new Lazy<TreeEnsemble>(() => Ensemble.Scale(1.0 / _treeCount));
    }

    public override int TargetCount => _labels.Length;

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var trees = ForestReader.ReadTrees(source);
        var first = TreeSource.Read(trees[0]);
        var labels = TargetLabels.Read(source, first.ClassCounts);
        var ensemble = ForestReader.Sum(
            source, trees, first, first.ClassCounts.Sum(), TreeLeaves.WriteProbabilities);
        return new ForestClassifier(source, labels, ensemble, MissingSupport.IsForest(source, trees[0]));
    }

    public override Labels? GetLabels(int target = 0) => _labels[target];

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var probabilities = PredictMean(features, cancellationToken);
        if (TargetCount == 1)
        {
            return Classes(RowMath.ArgMax(probabilities), _labels[0]);
        }

        var classes = new Matrix(features.RowCount, TargetCount);
        for (var row = 0; row < classes.RowCount; row++)
        {
            var rest = probabilities.GetRow(row);
            for (var target = 0; target < TargetCount; target++)
            {
                classes.GetRow(row)[target] = RowMath.ArgMax(rest[.._labels[target].Count]);
                rest = rest[_labels[target].Count..];
            }
        }

        return new Prediction(classes, Labels: _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        TargetColumns.Select(PredictMean(features, cancellationToken), _labels, target);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && TargetCount == 1 ? _average.Value : base.GetService(serviceType);

    // The sum is divided, as the library does: divided leaves would break ties in other ways.
    private Matrix PredictMean(Features features, CancellationToken cancellationToken)
    {
        var sum = PredictRaw(features, cancellationToken);
        TensorPrimitives.Divide(sum.Values, _treeCount, sum.Values);
        return sum;
    }
}
