using System.Numerics.Tensors;
using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Preprocessing.Selection;

/// <summary>Computes by how much the splits on each column of a tree reduce its impurity.</summary>
internal static class TreeImportances
{
    private const int MaxColumns = 1 << 22;

    /// <summary>Tells whether the tree of an estimator is more than one leaf.</summary>
    public static bool HasSplits(SklearnObject estimator) =>
        NodeTable.Read(estimator.Object("tree_"), "nodes").Count > 1;

    /// <summary>Computes the importance of each column.</summary>
    /// <param name="estimator">An estimator that is one tree.</param>
    /// <param name="isNormalized">Whether they are to sum to one.</param>
    public static double[] Compute(SklearnObject estimator, bool isNormalized)
    {
        var tree = estimator.Object("tree_");
        var nodes = NodeTable.Read(tree, "nodes");
        var left = nodes.ReadIntegers("left_child");
        var right = nodes.ReadIntegers("right_child");
        var features = nodes.ReadIntegers("feature");
        var impurities = nodes.ReadDoubles("impurity");
        var weights = nodes.ReadDoubles("weighted_n_node_samples");
        var importances = new double[ReadFeatureCount(tree)];
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] == -1)
            {
                continue;
            }

            if ((uint)left[i] >= (uint)left.Length || (uint)right[i] >= (uint)left.Length
                || (uint)features[i] >= (uint)importances.Length)
            {
                throw tree.Invalid($"node {i} names a node or a column that is not there");
            }

            importances[features[i]] += weights[i] * impurities[i]
                - weights[left[i]] * impurities[left[i]]
                - weights[right[i]] * impurities[right[i]];
        }

        TensorPrimitives.Divide(importances, weights[0], importances);
        var sum = TensorPrimitives.Sum<double>(importances);
        if (isNormalized && sum > 0)
        {
            TensorPrimitives.Divide(importances, sum, importances);
        }

        return importances;
    }

    private static int ReadFeatureCount(SklearnObject tree) =>
        tree.Instance.Arguments is [var count, ..]
        && PickleNumbers.ToInteger(count) is { } columns && columns >= 0 && columns <= MaxColumns
            ? (int)columns
            : throw tree.Invalid($"a number of columns up to {MaxColumns} was expected");
}
