using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Makes trees that are a single long path.</summary>
internal static class Chains
{
    /// <summary>Makes a tree that counts, up to its depth, how far a feature goes.</summary>
    public static Tree Tree(int depth)
    {
        var nodes = new TreeNode[(2 * depth) + 1];
        var values = new double[depth + 1];
        for (var level = 0; level <= depth; level++)
        {
            values[level] = level;
            var leaf = level == depth ? 2 * level : (2 * level) + 1;
            nodes[leaf] = new TreeNode { Feature = -1, Leaf = level, Id = level, Cover = 1 };
            if (level < depth)
            {
                nodes[2 * level] = new TreeNode
                {
                    Left = leaf, Right = leaf + 1, Threshold = level, Cover = depth - level + 1, DefaultLeft = true,
                };
            }
        }

        return new Tree { Nodes = nodes, LeafValues = values };
    }
}
