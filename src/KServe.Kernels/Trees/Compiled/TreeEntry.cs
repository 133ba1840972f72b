namespace KServe.Kernels.Trees.Compiled;

/// <summary>Says where one tree lies in the arrays of its forest.</summary>
/// <param name="Root">The index of its first split, or ~ordinal of its only leaf.</param>
/// <param name="NodeCount">The number of splits, which lie one after another from the root on.</param>
/// <param name="LeafStart">The ordinal of its first leaf.</param>
/// <param name="LeafCount">The number of leaves.</param>
/// <param name="ValueStart">Where the values of its first leaf lie.</param>
/// <param name="ValueCount">The number of values per leaf.</param>
/// <param name="Output">The output to add to when there is one value per leaf.</param>
/// <param name="Depth">The number of splits on the longest path.</param>
/// <param name="IsPlain">Whether all splits are comparisons and all leaves single constants.</param>
internal readonly record struct TreeEntry(
    int Root, int NodeCount, int LeafStart, int LeafCount, int ValueStart, int ValueCount, int Output, int Depth,
    bool IsPlain);
