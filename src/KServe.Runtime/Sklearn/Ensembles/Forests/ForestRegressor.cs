using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Ensembles.Trees;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Forests;

/// <summary>Trees whose means are averaged, of one or several targets.</summary>
internal sealed class ForestRegressor : TreeEstimator
{
    private readonly int _treeCount;
    private readonly Lazy<TreeEnsemble> _average;

    private ForestRegressor(SklearnObject source, TreeEnsemble ensemble, bool takesMissing)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Apply, ensemble, takesMissing)
    {
        _treeCount = ensemble.TreeCount;
        _average = new Lazy<TreeEnsemble>(() => Ensemble.Scale(1.0 / _treeCount));
    }

    public override int TargetCount => Ensemble.OutputCount;

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var trees = ForestReader.ReadTrees(source);
        var first = TreeSource.Read(trees[0]);
        var ensemble = ForestReader.Sum(source, trees, first, first.ClassCounts.Length, TreeLeaves.WriteMeans);
        return new ForestRegressor(source, ensemble, MissingSupport.IsForest(source, trees[0]));
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var sum = PredictRaw(features, cancellationToken);
        TensorPrimitives.Divide(sum.Values, _treeCount, sum.Values);
        return new Prediction(new Matrix(sum.Values, sum.RowCount, sum.ColumnCount) { IsVector = TargetCount == 1 });
    }

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) ? _average.Value : base.GetService(serviceType);
}
