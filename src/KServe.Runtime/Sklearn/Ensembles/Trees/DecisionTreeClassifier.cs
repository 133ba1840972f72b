using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Sklearn.Numerics;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>One tree that votes for classes, of one or several targets.</summary>
internal sealed class DecisionTreeClassifier : TreeEstimator
{
    private readonly Labels[] _labels;
    private readonly int[] _classes;

    private DecisionTreeClassifier(SklearnObject source, TreeSource tree, TreeEnsemble ensemble)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.PredictProba | EstimatorMethods.PredictLogProba
                | EstimatorMethods.Apply,
            ensemble,
            MissingSupport.IsTree(source))
    {
        _labels = TargetLabels.Read(source, tree.ClassCounts);
        _classes = new int[checked(tree.NodeCount * _labels.Length)];
        for (var i = 0; i < _classes.Length; i++)
        {
            _classes[i] = RowMath.ArgMax(tree.GetValues(i / _labels.Length, i % _labels.Length));
        }
    }

    public override int TargetCount => _labels.Length;

    public override TensorShape ApplyShape => [-1];

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var tree = TreeSource.Read(source);
        var outputCount = tree.ClassCounts.Sum();
        var ensemble = TreeEnsemble.Create(
            tree.FeatureCount,
            outputCount,
            [tree.Build(new TreeBuffer(), outputCount, TreeLeaves.WriteProbabilities)],
            new double[outputCount],
            TreePrecision.SingleInput);
        return new DecisionTreeClassifier(source, tree, ensemble);
    }

    public override Labels? GetLabels(int target = 0) => _labels[target];

    /// <summary>Predicts what the leaf's own counts say: divided by their sum, two could become the same.</summary>
    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        Require(features);
        var leaves = TreeInput.PredictLeaves(Ensemble, features);
        var classes = new Matrix(new double[leaves.Length * TargetCount], leaves.Length, TargetCount)
        {
            IsVector = TargetCount == 1,
        };
        for (var i = 0; i < leaves.Length; i++)
        {
            for (var target = 0; target < TargetCount; target++)
            {
                classes.Values[i * TargetCount + target] = _classes[leaves[i] * TargetCount + target];
            }
        }

        return new Prediction(classes, Labels: _labels);
    }

    public override Matrix PredictProba(Features features, int target, CancellationToken cancellationToken) =>
        TargetColumns.Select(PredictRaw(features, cancellationToken), _labels, target);

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) && TargetCount == 1 ? Ensemble : base.GetService(serviceType);
}
