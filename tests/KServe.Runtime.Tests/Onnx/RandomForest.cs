namespace KServe.Runtime.Tests.Onnx;

/// <summary>Draws ensembles for the operators, old and new, the same on every run.</summary>
internal sealed class RandomForest(Random random, int featureCount, int targetCount)
{
    private static readonly string[] Modes =
        ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"];

    private readonly List<long> _trees = [];
    private readonly List<long> _nodes = [];
    private readonly List<long> _features = [];
    private readonly List<string> _modes = [];
    private readonly List<float> _values = [];
    private readonly List<long> _true = [];
    private readonly List<long> _false = [];
    private readonly List<long> _missing = [];
    private readonly List<long> _targetTrees = [];
    private readonly List<long> _targetNodes = [];
    private readonly List<long> _targets = [];
    private readonly List<float> _weights = [];

    /// <summary>Gets or sets which targets each leaf has weights for; none means all.</summary>
    public Func<int, int[]>? TargetsOfTree { get; init; }

    public string? OnlyMode { get; init; }

    public bool IsPositive { get; init; }

    /// <summary>Gets the lists of nodes and weights as attributes of the old operators.</summary>
    public (string Name, object Value)[] Draw(int treeCount, string prefix)
    {
        for (var tree = 0; tree < treeCount; tree++)
        {
            DrawNode(tree, 0, 3);
        }

        return
        [
            ("nodes_treeids", _trees.ToArray()), ("nodes_nodeids", _nodes.ToArray()),
            ("nodes_featureids", _features.ToArray()), ("nodes_modes", _modes.ToArray()),
            ("nodes_values", _values.ToArray()), ("nodes_truenodeids", _true.ToArray()),
            ("nodes_falsenodeids", _false.ToArray()), ("nodes_missing_value_tracks_true", _missing.ToArray()),
            (prefix + "_treeids", _targetTrees.ToArray()), (prefix + "_nodeids", _targetNodes.ToArray()),
            (prefix + "_ids", _targets.ToArray()), (prefix + "_weights", _weights.ToArray()),
        ];
    }

    private int DrawNode(int tree, int node, int depth)
    {
        var at = _nodes.Count;
        var isLeaf = depth == 0 || (depth < 3 && random.Next(4) == 0);
        _trees.Add(tree);
        _nodes.Add(node);
        _features.Add(isLeaf ? 0 : random.Next(featureCount));
        _modes.Add(isLeaf ? "LEAF" : OnlyMode ?? Modes[random.Next(Modes.Length)]);
        _values.Add(isLeaf ? 0 : random.Next(-2, 3));
        _true.Add(0);
        _false.Add(0);
        _missing.Add(random.Next(2));
        if (isLeaf)
        {
            foreach (var target in TargetsOfTree?.Invoke(tree) ?? Enumerable.Range(0, targetCount))
            {
                _targetTrees.Add(tree);
                _targetNodes.Add(node);
                _targets.Add(target);
                _weights.Add((float)(IsPositive ? random.NextDouble() : random.NextDouble() * 2 - 1) / 4);
            }

            return node;
        }

        _true[at] = node + 1;
        var last = DrawNode(tree, node + 1, depth - 1);
        _false[at] = last + 1;
        return DrawNode(tree, last + 1, depth - 1);
    }
}
