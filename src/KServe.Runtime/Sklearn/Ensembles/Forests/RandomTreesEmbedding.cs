using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Ensembles.Trees;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Forests;

/// <summary>Encodes rows by the leaf that they reach in each tree: one column of 0 or 1 per leaf.</summary>
internal sealed class RandomTreesEmbedding : TreeEstimator
{
    private readonly Dictionary<int, int>[] _columns;
    private readonly int _columnCount;

    private RandomTreesEmbedding(SklearnObject source, TreeEnsemble ensemble)
        : base(source, EstimatorMethods.Transform | EstimatorMethods.Apply, ensemble, takesMissing: false)
    {
        var encoder = source.Object("one_hot_encoder_");
        var categories = encoder.List("categories_");
        if (categories.Count != ensemble.TreeCount)
        {
            throw encoder.Unexpected("categories_", $"the leaves of {ensemble.TreeCount} trees");
        }

        if (encoder.ValueOrNull("drop_idx_") is not null)
        {
            throw encoder.Invalid("dropped leaves are not supported");
        }

        _columns = new Dictionary<int, int>[categories.Count];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = [];
            var leaves = categories[i] is NumpyArray { IsNumeric: true, Shape.Length: 1 } array
                ? array.ToDoubles()
                : throw encoder.Unexpected("categories_", "arrays of leaves");
            foreach (var leaf in leaves)
            {
                _columns[i][(int)leaf] = _columnCount++;
            }
        }
    }

    public static Estimator Create(SklearnObject source, EstimatorReader reader)
    {
        var trees = ForestReader.ReadTrees(source);
        var first = TreeSource.Read(trees[0]);
        return new RandomTreesEmbedding(source, ForestReader.Sum(source, trees, first, 1, TreeLeaves.WriteMeans));
    }

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        Require(features);
        var leaves = TreeInput.PredictLeaves(Ensemble, features);
        var starts = new int[features.RowCount + 1];
        var columns = new List<int>(leaves.Length);
        for (var row = 0; row < features.RowCount; row++)
        {
            for (var tree = 0; tree < _columns.Length; tree++)
            {
                if (_columns[tree].TryGetValue(leaves[row * _columns.Length + tree], out var column))
                {
                    columns.Add(column);
                }
            }

            starts[row + 1] = columns.Count;
        }

        var ones = new double[columns.Count];
        Array.Fill(ones, 1);
        return new Features(new SparseMatrix(starts, [.. columns], ones, _columnCount));
    }
}
