using KServe.Kernels.Trees;
using KServe.Runtime.Sklearn.Models;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>An estimator whose answer comes from trees over all of its columns.</summary>
internal abstract class TreeEstimator(
    SklearnObject source,
    EstimatorMethods methods,
    TreeEnsemble ensemble,
    bool takesMissing)
    : FittedModel(source, methods, ensemble.FeatureCount)
{
    protected TreeEnsemble Ensemble { get; } = ensemble;

    public override TensorShape ApplyShape => [-1, Ensemble.TreeCount];

    public override Matrix Apply(Features features, CancellationToken cancellationToken)
    {
        Require(features);
        var leaves = TreeInput.PredictLeaves(Ensemble, features);
        return new Matrix(Array.ConvertAll(leaves, static leaf => (double)leaf), features.RowCount, Ensemble.TreeCount)
        {
            IsVector = ApplyShape.Rank == 1,
        };
    }

    /// <summary>Refuses rows that the library refuses.</summary>
    protected void Require(Features features) => TreeInput.Require(features, ClassName, FeatureCount, takesMissing);

    /// <summary>Checks the rows and sums the trees.</summary>
    protected Matrix PredictRaw(Features features, CancellationToken cancellationToken)
    {
        Require(features);
        return TreeInput.Predict(Ensemble, features, cancellationToken);
    }
}
