using KServe.Kernels.Trees;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>The arrays of one <c>sklearn.tree._tree.Tree</c>, of any version.</summary>
/// <remarks>Made to be read into an ensemble and dropped: only the shape of trees is checked by the ensemble.</remarks>
internal sealed class TreeSource
{
    private readonly SklearnObject _tree;
    private readonly NodeField _left;
    private readonly NodeField _right;
    private readonly NodeField _features;
    private readonly NodeField? _missingLeft;
    private readonly NodeField _thresholds;
    private readonly NodeField _weights;
    private readonly NodeField _samples;
    private readonly NodeValues _values;

    private TreeSource(SklearnObject tree, NodeTable nodes, int[] classCounts)
    {
        _tree = tree;
        _left = nodes.Integers("left_child");
        _right = nodes.Integers("right_child");
        _features = nodes.Integers("feature");
        _thresholds = nodes.Doubles("threshold");
        _weights = nodes.Doubles("weighted_n_node_samples");
        _samples = nodes.Integers("n_node_samples");
        _missingLeft = nodes.Has("missing_go_to_left") ? nodes.Integers("missing_go_to_left") : null;
        NodeCount = nodes.Count;
        ClassCounts = classCounts;
        _values = NodeValues.Read(tree, nodes.Count, classCounts.Length, classCounts.Max());
    }

    /// <summary>Gets the number of features that the tree was fitted with.</summary>
    public int FeatureCount { get; private init; }

    public int NodeCount { get; }

    /// <summary>Gets the number of classes of each output; 1 for regression.</summary>
    public int[] ClassCounts { get; }

    /// <summary>Reads the tree of an estimator.</summary>
    /// <param name="estimator">A decision tree, alone or in an ensemble.</param>
    /// <exception cref="InvalidDataException">Something is missing, or of the wrong shape.</exception>
    public static TreeSource Read(SklearnObject estimator)
    {
        var tree = estimator.Object("tree_");
        if (tree.Instance.Arguments is not [var features, NumpyArray counts, var outputs]
            || PickleNumbers.ToInteger(features) is not (long featureCount and > 0 and <= int.MaxValue)
            || PickleNumbers.ToInteger(outputs) is not long outputCount
            || !counts.IsNumeric || counts.Type.Kind == NumpyKind.Float || counts.Shape is not [> 0 and var length]
            || length != outputCount)
        {
            throw tree.Invalid("the numbers of features, classes and outputs were expected");
        }

        var classCounts = Array.ConvertAll(counts.ToIntegers(), count => count is > 0 and <= int.MaxValue
            ? (int)count
            : throw tree.Invalid($"{count} classes"));
        var nodes = NodeTable.Read(tree, "nodes");
        return tree.Integer("node_count", nodes.Count) == nodes.Count
            ? new TreeSource(tree, nodes, classCounts) { FeatureCount = (int)featureCount }
            : throw tree.Unexpected("nodes", $"{tree.Integer("node_count")} nodes");
    }

    public bool IsLeaf(int node) => _left.GetInteger(node) == -1;

    /// <summary>Gets what a node says of one output: counts or fractions of its classes, or a mean.</summary>
    public ReadOnlySpan<double> GetValues(int node, int output) => _values.Get(node, output)[..ClassCounts[output]];

    /// <summary>Gets the number of training rows that reached a node.</summary>
    public int GetSampleCount(int node) => _samples.GetInteger(node);

    /// <summary>Counts the nodes on the way from the root to each node, both included.</summary>
    /// <exception cref="InvalidDataException">The nodes are no tree.</exception>
    public int[] GetDepths()
    {
        var depths = new int[NodeCount];
        var pending = new Stack<int>();
        depths[0] = 1;
        pending.Push(0);
        while (pending.TryPop(out var node))
        {
            if (!IsLeaf(node))
            {
                Visit(_left.GetInteger(node), depths[node] + 1);
                Visit(_right.GetInteger(node), depths[node] + 1);
            }
        }

        return depths;

        void Visit(int child, int depth)
        {
            if ((uint)child >= (uint)depths.Length || depths[child] != 0)
            {
                throw _tree.Invalid($"the child {child} is no node, or is reached twice");
            }

            depths[child] = depth;
            pending.Push(child);
        }
    }

    /// <summary>Makes the engine's description of the tree.</summary>
    /// <param name="buffer">The memory to describe it in.</param>
    /// <param name="valueCount">The number of values of a leaf.</param>
    /// <param name="write">Writes the values of one leaf.</param>
    /// <param name="columns">The column of each feature; <see langword="null"/> when they are the same.</param>
    /// <param name="output">The output that leaves of one value add to.</param>
    public Tree Build(
        TreeBuffer buffer, int valueCount, TreeLeafWriter write, int[]? columns = null, int output = 0)
    {
        var memory = buffer.GetNodes(NodeCount);
        var nodes = memory.Span;
        var leafCount = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = IsLeaf(i)
                ? new TreeNode { Feature = -1, Id = i, Leaf = leafCount++, Cover = _weights.GetDouble(i) }
                : GetSplit(i, columns);
        }

        var values = buffer.GetValues(checked(leafCount * valueCount));
        var rest = values.Span;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Feature < 0)
            {
                write(this, i, rest[..valueCount]);
                rest = rest[valueCount..];
            }
        }

        return new Tree { Nodes = memory, LeafValues = values, ValueCount = valueCount, Output = output };
    }

    private TreeNode GetSplit(int node, int[]? columns) => new()
    {
        Feature = GetColumn(_features.GetInteger(node), columns),
        Left = _left.GetInteger(node),
        Right = _right.GetInteger(node),
        Threshold = _thresholds.GetDouble(node),
        Missing = MissingRule.NaN,
        DefaultLeft = _missingLeft is { } missing && missing.GetInteger(node) != 0,
        Cover = _weights.GetDouble(node),
    };

    private int GetColumn(int feature, int[]? columns) => (uint)feature < (uint)FeatureCount
        ? columns is null ? feature : columns[feature]
        : throw _tree.Invalid($"a split on feature {feature} of {FeatureCount}");
}
