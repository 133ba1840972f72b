namespace KServe.Loading;

/// <summary>Holds a tree of random splits: a library would need hours to train as many.</summary>
/// <remarks>The root is node 0, a leaf has no left child, children lie behind their parents.</remarks>
internal sealed class GrownTree
{
    public const int FeatureCount = 40;

    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _features = [];
    private readonly List<double> _thresholds = [];
    private readonly List<double> _values = [];
    private readonly List<int> _covers = [];

    private GrownTree()
    {
    }

    public int Count => _left.Count;

    public IReadOnlyList<int> Left => _left;

    public IReadOnlyList<int> Right => _right;

    public IReadOnlyList<int> Parents => _parents;

    public IReadOnlyList<int> Features => _features;

    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <summary>Gets what each node would predict, were it a leaf.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Gets the training rows that came to each node.</summary>
    public IReadOnlyList<int> Covers => _covers;

    public bool IsLeaf(int node) => _left[node] < 0;

    /// <summary>Splits one leaf after another, as leaf-wise training does.</summary>
    public static GrownTree Grow(Random random, int leafCount, int maxDepth)
    {
        var tree = new GrownTree();
        tree.Add(random, parent: -1, cover: 100_000);
        var open = new List<(int Node, int Depth)> { (0, 0) };
        for (var leaves = 1; leaves < leafCount && open.Count > 0; leaves++)
        {
            var index = random.Next(open.Count);
            var (node, depth) = open[index];
            open[index] = open[^1];
            open.RemoveAt(open.Count - 1);
            tree._features[node] = random.Next(FeatureCount);
            tree._thresholds[node] = Normal(random);
            var cover = 1 + (int)(random.NextDouble() * (tree._covers[node] - 1));
            tree._left[node] = tree.Add(random, node, cover);
            tree._right[node] = tree.Add(random, node, Math.Max(1, tree._covers[node] - cover));
            if (depth + 1 < maxDepth)
            {
                open.Add((tree._left[node], depth + 1));
                open.Add((tree._right[node], depth + 1));
            }
        }

        return tree;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private int Add(Random random, int parent, int cover)
    {
        _left.Add(-1);
        _right.Add(-1);
        _parents.Add(parent);
        _features.Add(0);
        _thresholds.Add(0);
        _values.Add(Normal(random) / 10);
        _covers.Add(cover);
        return Count - 1;
    }
}
