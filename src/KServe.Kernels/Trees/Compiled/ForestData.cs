using System.Numerics;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Holds all trees of an ensemble in a few flat arrays. Immutable.</summary>
internal sealed class ForestData<T, TLeaf>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
{
    public required SlotTable<T> Slots { get; init; }

    public required SparseNode<T>[] Nodes { get; init; }

    public required TLeaf[] LeafValues { get; init; }

    public required int[] LeafIds { get; init; }

    public required CoverTable NodeCovers { get; init; }

    public required CoverTable LeafCovers { get; init; }

    public required SpecialSplit[] Specials { get; init; }

    public required uint[] CategoryBits { get; init; }

    /// <summary>Gets the linear functions by leaf ordinal, up to the last leaf that has one.</summary>
    public required LinearFunction?[] Linear { get; init; }

    public long SizeInBytes =>
        Slots.SizeInBytes + ArraySize.Of(Nodes) + ArraySize.Of(LeafValues) + ArraySize.Of(LeafIds)
        + NodeCovers.SizeInBytes + LeafCovers.SizeInBytes + ArraySize.Of(Specials) + ArraySize.Of(CategoryBits)
        + ArraySize.Of(Linear) + Linear.Sum(static linear => linear?.SizeInBytes ?? 0);

    /// <summary>Returns the same trees with their leaves multiplied by a factor.</summary>
    public ForestData<T, TLeaf> Scale(double factor) => new()
    {
        Slots = Slots,
        Nodes = Nodes,
        LeafValues = Array.ConvertAll(
            LeafValues, value => TLeaf.CreateTruncating(double.CreateTruncating(value) * factor)),
        LeafIds = LeafIds,
        NodeCovers = NodeCovers,
        LeafCovers = LeafCovers,
        Specials = Specials,
        CategoryBits = CategoryBits,
        Linear = Array.ConvertAll(Linear, linear => linear?.Scale(factor)),
    };

    /// <summary>Says whether a row, given by its slots, goes left at a split.</summary>
    public bool GoesLeft(in SparseNode<T> node, ReadOnlySpan<T> slots) => node.Slot >= 0
        ? !(slots[node.Slot] >= node.Threshold)
        : GoesLeft(Specials[~node.Slot], slots);

    /// <summary>Returns the feature that a split tests.</summary>
    public int FeatureOf(in SparseNode<T> node) =>
        Slots.Feature(node.Slot >= 0 ? node.Slot : Specials[~node.Slot].Slot);

    /// <summary>Returns the share of a node's cover that a child has; half where the node has none.</summary>
    public double Share(int node, int child)
    {
        var cover = NodeCovers[node];
        return cover > 0 ? (child >= 0 ? NodeCovers[child] : LeafCovers[~child]) / cover : 0.5;
    }

    private bool GoesLeft(in SpecialSplit split, ReadOnlySpan<T> slots) =>
        split.GoesLeft(double.CreateTruncating(slots[split.Slot]), CategoryBits);
}
