using System.Runtime.InteropServices;
using KServe.Runtime.Files;

namespace KServe.Runtime.XGBoost;

/// <summary>Collects the arrays of one tree as a file lists them, and makes a tree of them.</summary>
/// <remarks>One instance serves all trees of a file, so that only the largest tree's lists are ever held.</remarks>
internal sealed class TreeArrays(SetBudget budget)
{
    private const int NoChild = -1;

    private readonly CategorySets _categories = new(budget);
    private readonly List<BoosterNode> _nodes = [];
    private readonly List<float> _values = [];
    private readonly List<bool> _seen = [];
    private readonly Stack<(int Source, int Parent)> _open = new();

    public List<int> Left { get; } = [];

    public List<int> Right { get; } = [];

    public List<int> SplitIndices { get; } = [];

    public List<int> DefaultLeft { get; } = [];

    public List<int> SplitTypes { get; } = [];

    public List<float> Conditions { get; } = [];

    public List<float> Covers { get; } = [];

    public List<float> BaseWeights { get; } = [];

    public List<float> LeafWeights { get; } = [];

    public CategorySets Categories => _categories;

    /// <summary>Gets or sets the number of nodes that the tree declares.</summary>
    public int NodeCount { get; set; }

    /// <summary>Gets or sets the values per leaf; 0 and 1 both mean one.</summary>
    public int LeafSize { get; set; }

    public void Clear()
    {
        foreach (var list in (ReadOnlySpan<List<int>>)[Left, Right, SplitIndices, DefaultLeft, SplitTypes])
        {
            list.Clear();
        }

        foreach (var list in (ReadOnlySpan<List<float>>)[Conditions, Covers, BaseWeights, LeafWeights])
        {
            list.Clear();
        }

        _categories.Clear();
        NodeCount = 0;
        LeafSize = 0;
    }

    /// <summary>Makes a tree of the nodes that the root reaches; what the library has pruned is left behind.</summary>
    /// <exception cref="InvalidDataException">The arrays do not make a tree.</exception>
    public BoosterTree Build()
    {
        var leafSize = Math.Max(1, LeafSize);
        CheckLengths(leafSize);
        _categories.Prepare(SplitTypes);
        _nodes.Clear();
        _values.Clear();
        _seen.Clear();
        CollectionsMarshal.SetCount(_seen, NodeCount);
        CollectionsMarshal.AsSpan(_seen).Clear();
        _open.Clear();
        _open.Push((0, NoChild));
        while (_open.TryPop(out var step))
        {
            if ((uint)step.Source >= (uint)NodeCount || _seen[step.Source])
            {
                throw new InvalidDataException(
                    $"child {step.Source} of a node is out of range or reached twice, the tree has {NodeCount} nodes");
            }

            _seen[step.Source] = true;
            Link(step.Parent);
            Add(step.Source, leafSize);
        }

        return new BoosterTree
        {
            Nodes = [.. _nodes],
            LeafValues = [.. _values],
            ValueCount = leafSize,
            CategoryBits = _categories.TakeBits(),
            CategoryStarts = _categories.TakeStarts(),
            HasCovers = Covers.Count > 0,
        };
    }

    /// <summary>Tells a split where its right child is; the left one always follows it.</summary>
    private void Link(int parent)
    {
        if (parent >= 0)
        {
            ref var node = ref CollectionsMarshal.AsSpan(_nodes)[parent];
            node = node with { Right = _nodes.Count };
        }
    }

    private void Add(int source, int leafSize)
    {
        var cover = Covers.Count > 0 ? Covers[source] : 0;
        if (Left[source] == NoChild)
        {
            _nodes.Add(new BoosterNode(BoosterNode.LeafTag, _values.Count / leafSize, 0, cover, source));
            AddLeafValues(source, leafSize);
            return;
        }

        var tag = BoosterNode.SplitTag(SplitIndices[source], DefaultLeft[source] != 0, _categories.TryAdd(source));
        var at = _nodes.Count;
        _nodes.Add(new BoosterNode(tag, 0, Conditions[source], cover, source));
        _open.Push((Right[source], at));
        _open.Push((Left[source], NoChild));
    }

    private void AddLeafValues(int source, int leafSize)
    {
        if (leafSize == 1)
        {
            _values.Add(Conditions[source]);
            return;
        }

        // since 3.1 the values of leaves stand apart, and a leaf's right child is their ordinal
        var (list, ordinal) = LeafWeights.Count > 0 ? (LeafWeights, Right[source]) : (BaseWeights, source);
        var start = (long)ordinal * leafSize;
        if (ordinal < 0 || start + leafSize > list.Count)
        {
            throw new InvalidDataException($"leaf {source} has no {leafSize} values");
        }

        _values.AddRange(CollectionsMarshal.AsSpan(list).Slice((int)start, leafSize));
    }

    private void CheckLengths(int leafSize)
    {
        if (NodeCount < 1)
        {
            throw new InvalidDataException($"num_nodes is {NodeCount}, a tree has at least one node");
        }

        Check("left_children", Left.Count);
        Check("right_children", Right.Count);
        Check("split_indices", SplitIndices.Count);
        Check("split_conditions", Conditions.Count);
        Check("default_left", DefaultLeft.Count);
        if (leafSize == 1 || Covers.Count > 0)
        {
            Check("sum_hessian", Covers.Count);
        }

        if (SplitTypes.Count > 0)
        {
            Check("split_type", SplitTypes.Count);
        }
    }

    private void Check(string name, int count)
    {
        if (count != NodeCount)
        {
            throw new InvalidDataException($"{name} has {count} items, the tree has {NodeCount} nodes");
        }
    }
}
