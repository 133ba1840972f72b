using KServe.Kernels.Trees;

namespace KServe.Explainers.Tests.Support;

/// <summary>Grows random trees.</summary>
internal static class Forests
{
    public static TreeEnsemble Random(int features, int outputs, int trees, int depth, int seed)
    {
        var random = new Random(seed);
        return TreeEnsemble.Create(
            features,
            outputs,
            Enumerable.Range(0, trees).Select(t => Grow(random, features, depth, t % outputs)),
            [.. Enumerable.Range(1, outputs).Select(static k => 0.5 * k)],
            TreePrecision.Double);
    }

    private static Tree Grow(Random random, int features, int depth, int output)
    {
        List<TreeNode> nodes = [];
        List<double> leaves = [];
        Add(random, features, depth, 100, nodes, leaves);
        return new Tree { Nodes = nodes.ToArray(), LeafValues = leaves.ToArray(), Output = output };
    }

    private static int Add(
        Random random, int features, int depth, double cover, List<TreeNode> nodes, List<double> leaves)
    {
        var index = nodes.Count;
        nodes.Add(default);
        if (depth == 0)
        {
            nodes[index] = new TreeNode { Feature = -1, Leaf = leaves.Count, Cover = cover, Id = index };
            leaves.Add(random.NextDouble() * 2 - 1);
            return index;
        }

        var share = 0.2 + 0.6 * random.NextDouble();
        var node = new TreeNode
        {
            Feature = random.Next(features),
            Threshold = random.NextDouble() * 2 - 1,
            Test = SplitTest.LessOrEqual,
            Cover = cover,
            Id = index,
        };
        var left = Add(random, features, depth - 1, cover * share, nodes, leaves);
        var right = Add(random, features, depth - 1, cover * (1 - share), nodes, leaves);
        nodes[index] = node with { Left = left, Right = right };
        return index;
    }
}
