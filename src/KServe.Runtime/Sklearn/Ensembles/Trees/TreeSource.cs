using KServe.Kernels.Trees;
using KServe.Runtime.Pickle;

namespace KServe.Runtime.Sklearn.Ensembles.Trees;

/// <summary>The arrays of one <c>sklearn.tree._tree.Tree</c>, of any version.</summary>
/// <remarks>Made to be read into an ensemble and dropped: only the shape of trees is checked by the ensemble.</remarks>
internal sealed class TreeSource
{
    private readonly SklearnObject _tree;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _features;
    private readonly int[]? _missingLeft;
    private readonly double[] _thresholds;
    private readonly double[] _weights;

    private TreeSource(SklearnObject tree, NodeTable nodes, int[] classCounts)
    {
        _tree = tree;
        _left = nodes.ReadIntegers("left_child");
        _right = nodes.ReadIntegers("right_child");
        _features = nodes.ReadIntegers("feature");
        _thresholds = nodes.ReadDoubles("threshold");
        _weights = nodes.ReadDoubles("weighted_n_node_samples");
        _missingLeft = nodes.Has("missing_go_to_left") ? nodes.ReadIntegers("missing_go_to_left") : null;
        SampleCounts = nodes.ReadIntegers("n_node_samples");
        ClassCounts = classCounts;
        ClassStride = classCounts.Max();
        Values = ReadValues(tree, nodes.Count, classCounts.Length, ClassStride);
    }

    /// <summary>Gets the number of features that the tree was fitted with.</summary>
    public int FeatureCount { get; private init; }

    public int NodeCount => _left.Length;

    /// <summary>Gets the number of classes of each output; 1 for regression.</summary>
    public int[] ClassCounts { get; }

    /// <summary>Gets the length of one output's part in <see cref="Values"/>.</summary>
    public int ClassStride { get; }

    /// <summary>Gets the values of all nodes: counts or fractions of classes, or means; [nodes, outputs, classes].</summary>
    public double[] Values { get; }

    /// <summary>Gets the number of training rows that reached each node.</summary>
    public int[] SampleCounts { get; }

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
        return new TreeSource(tree, NodeTable.Read(tree, "nodes"), classCounts) { FeatureCount = (int)featureCount };
    }

    public bool IsLeaf(int node) => _left[node] == -1;

    /// <summary>Gets the part of <see cref="Values"/> that belongs to one output of a node.</summary>
    public ReadOnlySpan<double> GetValues(int node, int output) => Values.AsSpan(
        (node * ClassCounts.Length + output) * ClassStride, ClassCounts[output]);

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
                Visit(_left[node], depths[node] + 1);
                Visit(_right[node], depths[node] + 1);
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
    /// <param name="valueCount">The number of values of a leaf.</param>
    /// <param name="write">Writes the values of one leaf.</param>
    /// <param name="columns">The column of each of the tree's features; <see langword="null"/> when they are the same.</param>
    /// <param name="output">The output that leaves of one value add to.</param>
    public Tree Build(int valueCount, TreeLeafWriter write, int[]? columns = null, int output = 0)
    {
        var nodes = new TreeNode[NodeCount];
        var values = new double[checked(_left.Count(static child => child == -1) * valueCount)];
        var leaf = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (IsLeaf(i))
            {
                nodes[i] = new TreeNode { Feature = -1, Id = i, Leaf = leaf, Cover = _weights[i] };
                write(this, i, values.AsSpan(leaf * valueCount, valueCount));
                leaf++;
                continue;
            }

            nodes[i] = new TreeNode
            {
                Feature = GetColumn(_features[i], columns),
                Left = _left[i],
                Right = _right[i],
                Threshold = _thresholds[i],
                Missing = MissingRule.NaN,
                DefaultLeft = _missingLeft is not null && _missingLeft[i] != 0,
                Cover = _weights[i],
            };
        }

        return new Tree { Nodes = nodes, LeafValues = values, ValueCount = valueCount, Output = output };
    }

    private static double[] ReadValues(SklearnObject tree, int nodeCount, int outputCount, int stride)
    {
        var values = tree.Array("values");
        return values.IsNumeric && values.Shape is [var nodes, var outputs, var classes]
            && nodes == nodeCount && outputs == outputCount && classes == stride
                ? values.ToDoubles()
                : throw tree.Unexpected("values", $"an array of [{nodeCount}, {outputCount}, {stride}] numbers");
    }

    private int GetColumn(int feature, int[]? columns) => (uint)feature < (uint)FeatureCount
        ? columns is null ? feature : columns[feature]
        : throw _tree.Invalid($"a split on feature {feature} of {FeatureCount}");
}
