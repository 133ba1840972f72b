using System.Numerics;
using System.Runtime.InteropServices;

namespace KServe.Kernels.Trees.Compiled;

/// <summary>Compiles described trees, one after another, into the arrays of a forest.</summary>
internal sealed class ForestBuilder<T, TLeaf>(
    int featureCount, int outputCount, TreePrecision precision, TreeTotals totals)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLeaf : unmanaged, IBinaryFloatingPointIeee754<TLeaf>
{
    private readonly Dictionary<(int Feature, SlotRule Rule), int> _slotOf = [];
    private readonly List<(int Feature, SlotRule Rule)> _slots = [];
    private readonly GrowingArray<SparseNode<T>> _nodes = new(totals.Splits);
    private readonly List<TreeEntry> _entries = [];
    private readonly GrowingArray<TLeaf> _leafValues = new(totals.Values);
    private readonly GrowingArray<int> _leafIds = new(totals.Leaves);
    private readonly CoverList _nodeCovers = new(totals.Splits);
    private readonly CoverList _leafCovers = new(totals.Leaves);
    private readonly List<SpecialSplit> _specials = [];
    private readonly List<uint> _categoryBits = [];
    private readonly List<LinearFunction?> _linear = [];
    private readonly Stack<(int Node, int Parent, bool IsRight, int Depth)> _pending = [];

    public void Add(Tree tree)
    {
        TreeCheck.Verify(tree, _entries.Count, featureCount, outputCount);
        var (nodeStart, leafStart, valueStart) = (_nodes.Count, _leafIds.Count, _leafValues.Count);
        var specialStart = _specials.Count;
        var categoryStart = _categoryBits.Count;
        _categoryBits.AddRange(tree.CategoryBits.Span);
        var nodes = tree.Nodes.Span;
        var depth = 0;
        _pending.Push((0, -1, false, 0));
        while (_pending.TryPop(out var next))
        {
            ref readonly var node = ref nodes[next.Node];
            depth = Math.Max(depth, next.Depth);
            var isLeaf = node.Feature < 0;
            Link(next.Parent, next.IsRight, isLeaf ? ~_leafIds.Count : _nodes.Count);
            if (isLeaf)
            {
                AddLeaf(tree, node);
                continue;
            }

            var at = _nodes.Count;
            AddSplit(node, categoryStart);
            _pending.Push((node.Right, at, true, next.Depth + 1));
            _pending.Push((node.Left, at, false, next.Depth + 1));
        }

        var nodeCount = _nodes.Count - nodeStart;
        _entries.Add(new TreeEntry(
            nodeCount == 0 ? ~leafStart : nodeStart, nodeCount, leafStart, _leafIds.Count - leafStart, valueStart,
            tree.ValueCount, tree.Output, depth, specialStart != _specials.Count, tree.LinearLeaves.Count > 0));
    }

    public (ForestData<T, TLeaf> Data, TreeEntry[] Entries) Build()
    {
        var data = new ForestData<T, TLeaf>
        {
            Slots = new SlotTable<T>(CollectionsMarshal.AsSpan(_slots)),
            Nodes = _nodes.ToArray(),
            LeafValues = _leafValues.ToArray(),
            LeafIds = _leafIds.ToArray(),
            NodeCovers = _nodeCovers.ToTable(),
            LeafCovers = _leafCovers.ToTable(),
            Specials = [.. _specials],
            CategoryBits = [.. _categoryBits],
            Linear = [.. _linear],
        };
        return (data, [.. _entries]);
    }

    // The left child is linked before the right one: the stack gives it first.
    private void Link(int parent, bool isRight, int child)
    {
        if (parent < 0)
        {
            return;
        }

        ref var node = ref _nodes[parent];
        if (isRight)
        {
            node.RightLessLeft = child - node.Left;
        }
        else
        {
            node.Left = child;
        }
    }

    private void AddSplit(in TreeNode node, int categoryStart)
    {
        _nodeCovers.Add(node.Cover);
        if (Thresholds.TryConvert<T>(node.Test, node.Threshold, precision, out var threshold))
        {
            _nodes.Add(new SparseNode<T> { Threshold = threshold, Slot = SlotOf(node.Feature, RuleOf(node)) });
            return;
        }

        var rule = node.Missing switch
        {
            MissingRule.NaN => SlotRule.NaNLeft,
            MissingRule.NaNAsZero => SlotRule.NaNAsZero,
            _ => SlotRule.ZeroLeft,
        };
        var exact = precision == TreePrecision.Single ? (float)node.Threshold : node.Threshold;
        _nodes.Add(new SparseNode<T> { Slot = ~_specials.Count });
        _specials.Add(new SpecialSplit(
            SlotOf(node.Feature, rule), node.Test, node.DefaultLeft, node.UnknownCategoryLeft, exact,
            categoryStart + node.CategoryStart, node.CategoryCount));
    }

    private void AddLeaf(Tree tree, in TreeNode node)
    {
        foreach (var value in tree.LeafValues.Span.Slice(node.Leaf * tree.ValueCount, tree.ValueCount))
        {
            _leafValues.Add(TLeaf.CreateTruncating(value));
        }

        if (tree.LinearLeaves.Count > 0 && tree.LinearLeaves[node.Leaf] is { } linear)
        {
            while (_linear.Count < _leafIds.Count)
            {
                _linear.Add(null);
            }

            _linear.Add(Compile(linear));
        }

        _leafIds.Add(node.Id);
        _leafCovers.Add(node.Cover);
    }

    private LinearFunction Compile(LinearLeaf leaf)
    {
        var slots = new int[leaf.Features.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotOf(leaf.Features.Span[i], SlotRule.NaNLeft);
        }

        return new LinearFunction(leaf.Constant, slots, leaf.Coefficients.ToArray());
    }

    private int SlotOf(int feature, SlotRule rule)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slotOf, (feature, rule), out var known);
        if (!known)
        {
            slot = _slots.Count;
            _slots.Add((feature, rule));
        }

        return slot;
    }

    private static SlotRule RuleOf(in TreeNode node) => (node.Missing, node.DefaultLeft) switch
    {
        (MissingRule.NaN, true) => SlotRule.NaNLeft,
        (MissingRule.NaN, false) => SlotRule.NaNRight,
        (MissingRule.NaNAsZero, _) => SlotRule.NaNAsZero,
        (_, true) => SlotRule.ZeroLeft,
        _ => SlotRule.ZeroRight,
    };
}
