using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Sklearn.Ensembles.Trees;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Forests;

/// <summary>Finds outliers by how few random splits set a row apart.</summary>
/// <remarks>Liu, Ting and Zhou, "Isolation Forest", 2008.</remarks>
internal sealed class IsolationForest : TreeEstimator
{
    private readonly double _offset;
    private readonly double _denominator;

    private IsolationForest(SklearnObject source, TreeEnsemble depths, long sampleCount, bool takesMissing)
        : base(
            source,
            EstimatorMethods.Predict | EstimatorMethods.DecisionFunction | EstimatorMethods.ScoreSamples,
            depths,
            takesMissing)
    {
        _offset = source.Number("offset_");
        _denominator = depths.TreeCount * GetAveragePathLength(sampleCount);
    }

    public override TensorDataType PredictionType => TensorDataType.INT64;

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var trees = ForestReader.ReadTrees(source);
        var featureCount = checked((int)source.Integer("n_features_in_", source.Integer("n_features_", -1)));
        if (featureCount <= 0)
        {
            throw source.Invalid("the number of features is missing");
        }

        var columns = FeatureSubsets.Read(source, trees.Count, featureCount);
        var buffer = new TreeBuffer();
        var ensemble = TreeEnsemble.Create(
            featureCount,
            1,
            trees.Select((tree, i) => Build(source, tree, columns[i], buffer)),
            [0],
            TreePrecision.SingleInput);
        var sampleCount = source.Integer("max_samples_", source.Integer("_max_samples", -1));
        if (sampleCount <= 0)
        {
            throw source.Invalid("max_samples_ is missing");
        }

        var takesMissing = SklearnVersion.IsAtLeast(source, 1, 6) && MissingSupport.IsTree(trees[0]);
        return new IsolationForest(source, ensemble, sampleCount, takesMissing);
    }

    public override Prediction Predict(Features features, CancellationToken cancellationToken)
    {
        var decisions = DecisionFunction(features, cancellationToken);
        for (var i = 0; i < decisions.Values.Length; i++)
        {
            decisions.Values[i] = decisions.Values[i] < 0 ? -1 : 1;
        }

        return new Prediction(decisions, TensorDataType.INT64);
    }

    public override Matrix DecisionFunction(Features features, CancellationToken cancellationToken)
    {
        var scores = ScoreSamples(features, cancellationToken);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            scores.Values[i] -= _offset;
        }

        return scores;
    }

    public override Matrix ScoreSamples(Features features, CancellationToken cancellationToken)
    {
        var depths = PredictRaw(features, cancellationToken).Values;
        for (var i = 0; i < depths.Length; i++)
        {
            // With a single training row there is no depth, and the library makes the score 1.
            depths[i] = -Math.Pow(2, -(_denominator == 0 ? 1 : depths[i] / _denominator));
        }

        return Matrix.Vector(depths);
    }

    private static Tree Build(SklearnObject source, SklearnObject estimator, int[]? columns, TreeBuffer buffer)
    {
        var tree = TreeSource.Read(estimator);
        if (tree.FeatureCount != (columns?.Length ?? source.Integer("n_features_in_", tree.FeatureCount)))
        {
            throw source.Invalid("a tree was fitted to another number of features");
        }

        var depths = tree.GetDepths();
        return tree.Build(buffer, 1, WriteDepth, columns);

        void WriteDepth(TreeSource leaves, int node, Span<double> values) =>
            values[0] = depths[node] + GetAveragePathLength(leaves.GetSampleCount(node)) - 1.0;
    }

    /// <summary>Gets the average depth of an unsuccessful search in a random tree of some rows.</summary>
    private static double GetAveragePathLength(long sampleCount)
    {
        const double EulerGamma = 0.57721566490153286;
        return sampleCount switch
        {
            <= 1 => 0,
            2 => 1,
            _ => 2.0 * (Math.Log(sampleCount - 1.0) + EulerGamma) - 2.0 * (sampleCount - 1.0) / sampleCount,
        };
    }
}
