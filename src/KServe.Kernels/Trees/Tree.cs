namespace KServe.Kernels.Trees;

/// <summary>Describes one tree of an ensemble, as a model file states it.</summary>
/// <remarks>
/// A plain description: <see cref="TreeEnsemble.Create"/> checks it, compiles it and does not keep it. Immutable as long
/// as its memory is left alone, and then safe for concurrent use.
/// </remarks>
public sealed class Tree
{
    /// <summary>Gets the nodes, the root first; every node is reached exactly once.</summary>
    public required ReadOnlyMemory<TreeNode> Nodes { get; init; }

    /// <summary>Gets the values of the leaves, <see cref="ValueCount"/> per leaf, leaf after leaf.</summary>
    public required ReadOnlyMemory<double> LeafValues { get; init; }

    /// <summary>Gets the number of values per leaf.</summary>
    /// <value>1 (the default) or the ensemble's number of outputs.</value>
    public int ValueCount { get; init; } = 1;

    /// <summary>Gets the output that the leaves add to when they have one value each.</summary>
    /// <value>From 0 (the default) to the ensemble's number of outputs less one.</value>
    public int Output { get; init; }

    /// <summary>Gets the category sets of the tree's splits, in words of 32 bits.</summary>
    public ReadOnlyMemory<uint> CategoryBits { get; init; }

    /// <summary>Gets the linear functions of the leaves, by leaf ordinal; null entries have none.</summary>
    /// <value>Empty (the default), or one entry per leaf; needs a <see cref="ValueCount"/> of 1.</value>
    public IReadOnlyList<LinearLeaf?> LinearLeaves { get; init; } = [];
}
