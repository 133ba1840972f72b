using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Graph;

namespace KServe.Runtime.Onnx.Trees;

/// <summary>Reads the trees of TreeEnsembleRegressor and TreeEnsembleClassifier, ai.onnx.ml versions 1 to 4.</summary>
internal sealed class OnnxForestReader
{
    private readonly OnnxForest _forest = new();
    private readonly Dictionary<(long Tree, long Node), int> _indexes = [];
    private readonly IReadOnlyList<long> _trees;
    private readonly IReadOnlyList<long> _nodes;
    private readonly IReadOnlyList<long> _features;
    private readonly IReadOnlyList<string> _modes;
    private readonly IReadOnlyList<double> _values;
    private readonly IReadOnlyList<long> _trueNodes;
    private readonly IReadOnlyList<long> _falseNodes;
    private readonly IReadOnlyList<long> _missing;

    private OnnxForestReader(OnnxNode node, int targetCount)
    {
        _forest.TargetCount = targetCount;
        _trees = node.Integers("nodes_treeids");
        _nodes = node.Integers("nodes_nodeids");
        _features = node.Integers("nodes_featureids");
        _modes = node.Texts("nodes_modes");
        _values = node.Numbers("nodes_values");
        _trueNodes = node.Integers("nodes_truenodeids");
        _falseNodes = node.Integers("nodes_falsenodeids");
        _missing = node.Integers("nodes_missing_value_tracks_true");
    }

    /// <summary>Reads the trees.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="prefix">How the names of its lists of weights begin: <c>target</c> or <c>class</c>.</param>
    /// <param name="targetCount">The number of targets or classes.</param>
    public static OnnxForest Read(OnnxNode node, string prefix, int targetCount)
    {
        var reader = new OnnxForestReader(node, targetCount);
        reader.CheckLengths();
        reader.Index();
        var references = reader.NumberNodes(reader.GroupWeights(node, prefix));
        reader.AddSplits(references);
        reader.AddRoots(references);
        OnnxEqualChains.Merge(reader._forest);
        return reader._forest;
    }

    private void CheckLengths()
    {
        foreach (var count in (ReadOnlySpan<int>)
            [_nodes.Count, _features.Count, _modes.Count, _values.Count, _trueNodes.Count, _falseNodes.Count])
        {
            if (count != _trees.Count)
            {
                throw new InvalidDataException($"the lists of nodes have {_trees.Count} and {count} items");
            }
        }

        if (_missing.Count > 0 && _missing.Count != _trees.Count)
        {
            throw new InvalidDataException($"nodes_missing_value_tracks_true has {_missing.Count} items");
        }
    }

    private void Index()
    {
        for (var i = 0; i < _trees.Count; i++)
        {
            if (!_indexes.TryAdd((_trees[i], _nodes[i]), i))
            {
                throw new InvalidDataException($"node {_nodes[i]} of tree {_trees[i]} is there twice");
            }
        }
    }

    /// <summary>Finds the weights of each node, in the order of the file.</summary>
    private List<(int Target, double Weight)>?[] GroupWeights(OnnxNode node, string prefix)
    {
        var targets = node.Integers(prefix + "_ids");
        var trees = node.Integers(prefix + "_treeids");
        var nodes = node.Integers(prefix + "_nodeids");
        var weights = node.Numbers(prefix + "_weights");
        if (trees.Count != targets.Count || nodes.Count != targets.Count || weights.Count != targets.Count)
        {
            throw new InvalidDataException($"{prefix}_ids, _treeids, _nodeids and _weights differ in length");
        }

        var groups = new List<(int, double)>?[_trees.Count];
        for (var i = 0; i < targets.Count; i++)
        {
            if (!_indexes.TryGetValue((trees[i], nodes[i]), out var index))
            {
                throw new InvalidDataException(
                    $"a weight is for node {nodes[i]} of tree {trees[i]}, which does not exist");
            }

            if (targets[i] < 0 || targets[i] >= _forest.TargetCount)
            {
                throw new InvalidDataException($"a weight is for target {targets[i]} of {_forest.TargetCount}");
            }

            (groups[index] ??= []).Add(((int)targets[i], weights[i]));
        }

        return groups;
    }

    /// <summary>Numbers splits and leaves apart, and adds the leaves.</summary>
    /// <returns>Per node the number of its split, or the complement of the number of its leaf.</returns>
    private int[] NumberNodes(List<(int Target, double Weight)>?[] weights)
    {
        var references = new int[_modes.Count];
        var splits = 0;
        for (var i = 0; i < references.Length; i++)
        {
            if (_modes[i] != "LEAF")
            {
                references[i] = splits++;
                continue;
            }

            if (weights[i] is not { } group)
            {
                throw new InvalidDataException($"leaf {_nodes[i]} of tree {_trees[i]} has no weight");
            }

            foreach (var (target, weight) in group)
            {
                _forest.Leaves.AddWeight(target, weight);
            }

            references[i] = ~_forest.Leaves.EndLeaf();
        }

        return references;
    }

    private void AddSplits(int[] references)
    {
        for (var i = 0; i < references.Length; i++)
        {
            if (references[i] >= 0)
            {
                _forest.Splits.Add(new OnnxSplit(
                    ReadMode(_modes[i]),
                    _features[i] is >= 0 and < int.MaxValue
                        ? (int)_features[i]
                        : throw new InvalidDataException($"node {_nodes[i]} tests feature {_features[i]}"),
                    _values[i],
                    references[Find(i, _trueNodes[i])],
                    references[Find(i, _falseNodes[i])],
                    _missing.Count > 0 && _missing[i] == 1));
            }
        }
    }

    private int Find(int parent, long node) => _indexes.TryGetValue((_trees[parent], node), out var index)
        ? index
        : throw new InvalidDataException(
            $"node {_nodes[parent]} of tree {_trees[parent]} leads to node {node}, which does not exist");

    private void AddRoots(int[] references)
    {
        var seen = new HashSet<long>();
        for (var i = 0; i < references.Length; i++)
        {
            if (i > 0 && _trees[i] == _trees[i - 1])
            {
                continue;
            }

            if (!seen.Add(_trees[i]))
            {
                throw new InvalidDataException($"the nodes of tree {_trees[i]} do not stand together");
            }

            _forest.Roots.Add(references[i]);
        }
    }

    private static OnnxNodeMode ReadMode(string mode) => mode switch
    {
        "BRANCH_LEQ" => OnnxNodeMode.LessOrEqual,
        "BRANCH_LT" => OnnxNodeMode.Less,
        "BRANCH_GTE" => OnnxNodeMode.GreaterOrEqual,
        "BRANCH_GT" => OnnxNodeMode.Greater,
        "BRANCH_EQ" => OnnxNodeMode.Equal,
        "BRANCH_NEQ" => OnnxNodeMode.NotEqual,
        _ => throw new InvalidDataException($"unknown mode '{Show.Text(mode)}' of a node"),
    };
}
