using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>One tree whose leaves are means, of one or several targets.</summary>
internal sealed class DecisionTreeRegressor : TreeEstimator
{
    private DecisionTreeRegressor(SklearnObject source, TreeEnsemble ensemble)
        : base(source, EstimatorMethods.Predict | EstimatorMethods.Apply, ensemble, MissingSupport.IsTree(source))
    {
    }

    public override int TargetCount => Ensemble.OutputCount;

    public override TensorShape ApplyShape => [-1];

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var tree = TreeSource.Read(source);
        var outputCount = tree.ClassCounts.Length;
        return new DecisionTreeRegressor(source, TreeEnsemble.Create(
            tree.FeatureCount,
            outputCount,
            [tree.Build(new TreeBuffer(), outputCount, TreeLeaves.WriteMeans)],
            new double[outputCount],
            TreePrecision.SingleInput));
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var raw = PredictRaw(features, cancellationToken);
        return new Prediction(new Matrix(raw.Values, raw.RowCount, raw.ColumnCount) { IsVector = TargetCount == 1 });
    }

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(TreeEnsemble) ? Ensemble : base.GetService(serviceType);
}
