using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Walks described trees node by node: slow, and the reference for everything that is fast.</summary>
internal sealed record PlainEnsemble(
    int FeatureCount, int OutputCount, Tree[] Trees, double[] BaseValues, TreePrecision Precision)
{
    public TreeEnsemble Compile() => TreeEnsemble.Create(FeatureCount, OutputCount, Trees, BaseValues, Precision);

    public double[] Predict(ReadOnlySpan<double> row)
    {
        var sums = BaseValues.ToArray();
        foreach (var tree in Trees)
        {
            var leaf = FindLeaf(tree, row);
            for (var v = 0; v < tree.ValueCount; v++)
            {
                ref var sum = ref sums[tree.ValueCount == 1 ? tree.Output : v];
                var value = LeafValue(tree, leaf, v, row);
                sum = Precision == TreePrecision.Single ? (float)sum + (float)value : sum + value;
            }
        }

        return sums;
    }

    public int[] Leaves(ReadOnlySpan<double> row)
    {
        var leaves = new int[Trees.Length];
        for (var t = 0; t < leaves.Length; t++)
        {
            leaves[t] = FindLeaf(Trees[t], row).Id;
        }

        return leaves;
    }

    public TreeNode FindLeaf(Tree tree, ReadOnlySpan<double> row)
    {
        var node = tree.Nodes.Span[0];
        while (node.Feature >= 0)
        {
            var left = PlainSplit.GoesLeft(tree, node, row[node.Feature], Precision);
            node = tree.Nodes.Span[left ? node.Left : node.Right];
        }

        return node;
    }

    private static double LeafValue(Tree tree, in TreeNode leaf, int v, ReadOnlySpan<double> row)
    {
        var value = tree.LeafValues.Span[(leaf.Leaf * tree.ValueCount) + v];
        if (tree.LinearLeaves.Count == 0 || tree.LinearLeaves[leaf.Leaf] is not { } linear)
        {
            return value;
        }

        var sum = linear.Constant;
        for (var i = 0; i < linear.Features.Length; i++)
        {
            var x = row[linear.Features.Span[i]];
            if (double.IsNaN(x))
            {
                return value;
            }

            sum += x * linear.Coefficients.Span[i];
        }

        return sum;
    }
}
