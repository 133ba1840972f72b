using System.Numerics.Tensors;
using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Ensembles.Trees;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Boosting;

/// <summary>The scores of gradient-boosted trees: a start, and trees that add to it.</summary>
/// <remarks>Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001.</remarks>
internal sealed class GradientBoosting
{
    private readonly BoostingStart _start;

    private GradientBoosting(TreeEnsemble ensemble, BoostingStart start, int stageCount)
    {
        Ensemble = ensemble;
        _start = start;
        StageCount = stageCount;
    }

    /// <summary>Gets the trees, with the start among their base values when it is the same for all rows.</summary>
    public TreeEnsemble Ensemble { get; }

    public int StageCount { get; }

    /// <summary>Gets whether the ensemble alone gives the scores.</summary>
    public bool IsWhole => _start.Constant is not null;

    /// <summary>Reads the stages and the start.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="reader">Builds the estimator that boosting starts from.</param>
    /// <param name="link">How scores become predictions.</param>
    /// <param name="outputCount">The number of trees of each stage.</param>
    /// <exception cref="InvalidDataException">The stages are not of that many trees, or unsound.</exception>
    public static GradientBoosting Read(
        SklearnObject source, EstimatorReader reader, BoostingLink link, int outputCount)
    {
        var stages = source.Array("estimators_");
        if (stages.Type.Kind != NumpyKind.Object || stages.Shape is not [> 0 and var stageCount, var width]
            || width != outputCount || stages.Objects.Count != (long)stageCount * width)
        {
            throw source.Unexpected("estimators_", $"an array of [stages, {outputCount}] trees");
        }

        var rate = source.Number("learning_rate");
        var first = ReadTree(source, stages.Objects[0]);
        var start = BoostingStart.Read(source, reader, link, outputCount, first.FeatureCount);
        var ensemble = TreeEnsemble.Create(
            first.FeatureCount, outputCount, Build(), start.Constant ?? [], TreePrecision.SingleInput);
        return new GradientBoosting(ensemble, start, stageCount);

        IEnumerable<Tree> Build()
        {
            var buffer = new TreeBuffer();
            for (var i = 0; i < stages.Objects.Count; i++)
            {
                var tree = ReadTree(source, stages.Objects[i]);
                if (tree.FeatureCount != first.FeatureCount)
                {
                    throw source.Invalid($"tree {i} was fitted to another number of features than the first");
                }

                yield return tree.Build(buffer, 1, WriteStep, columns: null, output: i % outputCount);
            }
        }

        void WriteStep(TreeSource tree, int node, Span<double> values) =>
            values[0] = rate * tree.GetValues(node, 0)[0];
    }

    /// <summary>Computes the scores of rows, [rows, outputs].</summary>
    public Matrix PredictRaw(Features features, string className, CancellationToken cancellationToken)
    {
        TreeInput.Require(features, className, Ensemble.FeatureCount, takesMissing: false);
        var raw = TreeInput.Predict(Ensemble, features, cancellationToken);
        if (!IsWhole)
        {
            var start = _start.Compute(ToSingle(features), Ensemble.OutputCount, cancellationToken);
            TensorPrimitives.Add(raw.Values, start.Values, raw.Values);
        }

        return raw;
    }

    /// <summary>Finds the leaf of each row in each tree, [rows, stages × outputs].</summary>
    public Matrix Apply(Features features, string className)
    {
        TreeInput.Require(features, className, Ensemble.FeatureCount, takesMissing: false);
        var leaves = TreeInput.PredictLeaves(Ensemble, features);
        return new Matrix(Array.ConvertAll(leaves, static leaf => (double)leaf), features.RowCount, Ensemble.TreeCount);
    }

    private static TreeSource ReadTree(SklearnObject source, object? value)
    {
        var tree = value is PickleInstance instance
            ? TreeSource.Read(new SklearnObject(instance))
            : throw source.Unexpected("estimators_", "trees");
        return tree.ClassCounts is [1] ? tree : throw source.Unexpected("estimators_", "trees of one number per leaf");
    }

    // The library rounds the rows to float32 before the start's estimator sees them.
    private static Features ToSingle(Features features)
    {
        var dense = features.ToDense();
        return new Features(new Matrix(
            Array.ConvertAll(dense.Values, static value => (double)(float)value), dense.RowCount, dense.ColumnCount));
    }
}
