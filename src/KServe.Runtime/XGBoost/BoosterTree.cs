using KServe.Kernels.Trees;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>
/// Holds one tree of a booster until the whole file is read: trees come before what tells their meaning.
/// </summary>
internal sealed class BoosterTree
{
    /// <summary>Gets the nodes that the root reaches, the root first.</summary>
    public required BoosterNode[] Nodes { get; init; }

    /// <summary>Gets the values of the leaves, <see cref="ValueCount"/> for each.</summary>
    public required float[] LeafValues { get; init; }

    /// <summary>Gets the values per leaf: 1, or one per target of a multi-output tree.</summary>
    public int ValueCount { get; init; } = 1;

    /// <summary>Gets the sets of all categorical splits, one after the other.</summary>
    public uint[] CategoryBits { get; init; } = [];

    /// <summary>
    /// Gets where the set of the categorical split with this ordinal begins; one more entry ends the last.
    /// </summary>
    public int[] CategoryStarts { get; init; } = [];

    /// <summary>Gets whether the file tells how many rows came to each node, which contributions need.</summary>
    public bool HasCovers { get; init; } = true;

    /// <summary>Describes the tree for the engine.</summary>
    /// <param name="output">The output that the leaves add to.</param>
    /// <param name="weight">What the leaves are multiplied with, as dart weighs trees.</param>
    /// <param name="buffer">Where nodes and leaves are described; the description is good until the next use.</param>
    public Tree Describe(int output, float weight, TreeBuffer buffer)
    {
        var nodes = buffer.GetNodes(Nodes.Length);
        var sets = 0;
        for (var i = 0; i < Nodes.Length; i++)
        {
            ref readonly var node = ref Nodes[i];
            nodes.Span[i] = node switch
            {
                { IsLeaf: true } => new TreeNode { Feature = -1, Id = node.Id, Leaf = node.Right, Cover = node.Cover },
                { IsCategorical: true } => DescribeSet(node, i, CategoryStarts[sets], CategoryStarts[++sets]),
                _ => new TreeNode
                {
                    Feature = node.Feature,
                    Left = i + 1,
                    Right = node.Right,
                    Test = SplitTest.Less,
                    Threshold = node.Value,
                    DefaultLeft = node.DefaultLeft,
                    Cover = node.Cover,
                    Id = node.Id,
                },
            };
        }

        var values = buffer.GetValues(LeafValues.Length);
        for (var i = 0; i < LeafValues.Length; i++)
        {
            values.Span[i] = LeafValues[i] * weight;
        }

        return new Tree
        {
            Nodes = nodes,
            LeafValues = values,
            ValueCount = ValueCount,
            Output = output,
            CategoryBits = CategoryBits,
        };
    }

    /// <summary>
    /// Describes a split over categories: XGBoost sends those of the set right and unknown ones left.
    /// </summary>
    private static TreeNode DescribeSet(in BoosterNode node, int index, int start, int end) => new()
    {
        Feature = node.Feature,
        Left = node.Right,
        Right = index + 1,
        Test = SplitTest.InUnsignedSet,
        CategoryStart = start,
        CategoryCount = end - start,
        DefaultLeft = !node.DefaultLeft,
        UnknownCategoryLeft = false,
        Cover = node.Cover,
        Id = node.Id,
    };
}
