namespace KServe.Kernels.Trees;

/// <summary>Names the comparisons that a split of a tree can make.</summary>
public enum SplitTest : byte
{
    /// <summary>True when the feature is at most the threshold.</summary>
    LessOrEqual,

    /// <summary>True when the feature is below the threshold.</summary>
    Less,

    /// <summary>True when the feature equals the threshold.</summary>
    Equal,

    /// <summary>True when the feature, truncated towards zero, is a category of the set.</summary>
    InSet,

    /// <summary>As <see cref="InSet"/>, but every value below zero is an unknown category, -0.5 too.</summary>
    InUnsignedSet,
}
