using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Ensembles.Trees;

namespace KServe.Runtime.Sklearn.Ensembles.Forests;

/// <summary>Reads all trees of a forest into one ensemble, one after the other.</summary>
internal static class ForestReader
{
    /// <summary>Reads the estimators of a forest.</summary>
    /// <param name="source">The forest's attributes.</param>
    /// <param name="name">The attribute that holds the trees.</param>
    /// <exception cref="InvalidDataException">There are none, or one of them is no tree.</exception>
    public static IReadOnlyList<SklearnObject> ReadTrees(SklearnObject source, string name = "estimators_")
    {
        var trees = source.Objects(name);
        return trees.Count > 0 ? trees : throw source.Invalid("the forest has no trees");
    }

    /// <summary>Builds the ensemble whose outputs are the sums over all trees.</summary>
    /// <param name="source">The forest's attributes, for errors.</param>
    /// <param name="trees">The trees' estimators; their arrays are let go once they are read.</param>
    /// <param name="first">The first tree, which says what the others must look like.</param>
    /// <param name="outputCount">The number of values of a leaf.</param>
    /// <param name="write">Writes the values of one leaf.</param>
    public static TreeEnsemble Sum(
        SklearnObject source,
        IReadOnlyList<SklearnObject> trees,
        TreeSource first,
        int outputCount,
        TreeLeafWriter write)
    {
        return TreeEnsemble.Create(
            first.FeatureCount, outputCount, Build(), new double[outputCount], TreePrecision.SingleInput,
            Count(trees, outputCount));

        // One tree at a time: each is compiled as it comes.
        IEnumerable<Tree> Build()
        {
            var buffer = new TreeBuffer();
            for (var i = 0; i < trees.Count; i++)
            {
                var tree = i == 0 ? first : TreeSource.Read(trees[i]);
                if (tree.FeatureCount != first.FeatureCount
                    || !tree.ClassCounts.AsSpan().SequenceEqual(first.ClassCounts))
                {
                    throw source.Invalid($"tree {i} was fitted to other features or classes than the first");
                }

                yield return tree.Build(buffer, outputCount, write);
                Release(trees[i]);
            }
        }
    }

    /// <summary>Counts what the trees' arrays hold; what is wrong with them shows when they are read.</summary>
    private static TreeTotals Count(IReadOnlyList<SklearnObject> trees, int outputCount)
    {
        var (nodes, values) = (0L, 0L);
        foreach (var tree in trees)
        {
            if (tree.ValueOrNull("tree_") is PickleInstance { State: PickleDictionary state }
                && state.TryGet("nodes", out var item) && item is NumpyArray { Shape: [var count] }
                && state.TryGet("values", out item) && item is NumpyArray array)
            {
                nodes += count;
                values += Math.Min(outputCount * ((count + 1L) / 2), array.Data.Length);
            }
        }

        return new TreeTotals(trees.Count, nodes, values);
    }

    /// <summary>Lets go of a tree's arrays: a forest of 100 MB must not lie in memory three times.</summary>
    private static void Release(SklearnObject tree)
    {
        if (tree.ValueOrNull("tree_") is PickleInstance { State: PickleDictionary state })
        {
            state.Set("nodes", null);
            state.Set("values", null);
        }
    }
}
