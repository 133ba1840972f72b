namespace KServe.Kernels.Trees;

/// <summary>Describes one node of a <see cref="Tree"/>: a split or a leaf.</summary>
/// <remarks>A default node splits on feature 0; a leaf says so with <see cref="Feature"/> -1.</remarks>
public readonly record struct TreeNode
{
    /// <summary>Gets the index of the feature that the split tests; -1 for a leaf.</summary>
    public int Feature { get; init; }

    /// <summary>Gets the index of the node to go to when the test is true.</summary>
    public int Left { get; init; }

    /// <summary>Gets the index of the node to go to when the test is false.</summary>
    public int Right { get; init; }

    /// <summary>Gets the number that the feature is compared with; unused by set tests.</summary>
    public double Threshold { get; init; }

    /// <summary>Gets the comparison that the split makes.</summary>
    public SplitTest Test { get; init; }

    /// <summary>Gets the values that count as missing at this split.</summary>
    public MissingRule Missing { get; init; }

    /// <summary>Gets whether missing values go left.</summary>
    public bool DefaultLeft { get; init; }

    /// <summary>Gets whether negative categories and those beyond the set's words go left.</summary>
    public bool UnknownCategoryLeft { get; init; }

    /// <summary>Gets where the set begins in <see cref="Tree.CategoryBits"/>, in words of 32 bits.</summary>
    public int CategoryStart { get; init; }

    /// <summary>Gets the length of the set in words of 32 bits; bit b of word w is category 32w + b.</summary>
    public int CategoryCount { get; init; }

    /// <summary>Gets the weight of the training rows that reached the node: a hessian sum or a sample count.</summary>
    public double Cover { get; init; }

    /// <summary>Gets the number that leaf outputs report for this leaf.</summary>
    public int Id { get; init; }

    /// <summary>Gets the ordinal of the leaf's values in <see cref="Tree.LeafValues"/>.</summary>
    public int Leaf { get; init; }
}
