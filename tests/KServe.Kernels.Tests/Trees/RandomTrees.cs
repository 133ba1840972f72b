using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Grows random trees and rows that meet their thresholds exactly, miss values and leave the known categories.</summary>
internal sealed class RandomTrees(int seed)
{
    private static readonly double[] Levels = [-2, -1.5, -1, -0.25, 0, 0.1, 0.5, 1, 1.75, 3];

    private readonly Random _random = new(seed);

    public int FeatureCount { get; init; } = 5;

    public int OutputCount { get; init; } = 1;

    public int MaxDepth { get; init; } = 5;

    /// <summary>The chance that a node above the maximal depth is a leaf.</summary>
    public double EarlyLeaf { get; init; } = 0.15;

    public TreePrecision Precision { get; init; } = TreePrecision.Double;

    public bool VectorLeaves { get; init; }

    public bool LinearLeaves { get; init; }

    public bool OnlyComparisons { get; init; }

    public PlainEnsemble Ensemble(int treeCount)
    {
        var trees = new Tree[treeCount];
        for (var t = 0; t < treeCount; t++)
        {
            trees[t] = Grow();
        }

        var bases = new double[OutputCount];
        for (var o = 0; o < OutputCount; o++)
        {
            bases[o] = Math.Round(_random.NextDouble(), 2);
        }

        return new PlainEnsemble(FeatureCount, OutputCount, trees, bases, Precision);
    }

    public double[] Rows(int count)
    {
        var rows = new double[count * FeatureCount];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = _random.Next(12) switch
            {
                0 => double.NaN,
                1 => 0.0,
                2 => -0.0,
                3 => _random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity,
                4 => _random.Next(-3, 70),
                5 => 1e-36,
                6 => Math.BitIncrement(Levels[_random.Next(Levels.Length)]),
                7 => Math.BitDecrement(Levels[_random.Next(Levels.Length)]),
                8 => -0.5,
                9 => Levels[_random.Next(Levels.Length)],
                _ => (_random.NextDouble() * 6) - 3,
            };
        }

        return rows;
    }

    private Tree Grow()
    {
        var nodes = new List<TreeNode>();
        var bits = new List<uint>();
        var leafCount = 0;
        AddNode(nodes, bits, ref leafCount, 0, 100);
        var valueCount = VectorLeaves ? OutputCount : 1;
        var values = new double[leafCount * valueCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (_random.NextDouble() * 2) - 1;
        }

        return new Tree
        {
            Nodes = nodes.ToArray(),
            LeafValues = values,
            ValueCount = valueCount,
            Output = _random.Next(OutputCount),
            CategoryBits = bits.ToArray(),
            LinearLeaves = LinearLeaves ? [.. Enumerable.Range(0, leafCount).Select(_ => NextLinear())] : [],
        };
    }

    private void AddNode(List<TreeNode> nodes, List<uint> bits, ref int leafCount, int depth, double cover)
    {
        var at = nodes.Count;
        if (depth == MaxDepth || _random.NextDouble() < EarlyLeaf)
        {
            nodes.Add(new TreeNode { Feature = -1, Leaf = leafCount++, Id = at + 1000, Cover = cover });
            return;
        }

        nodes.Add(default);
        var share = Math.Round(_random.NextDouble(), 1);
        var left = nodes.Count;
        AddNode(nodes, bits, ref leafCount, depth + 1, cover * share);
        var right = nodes.Count;
        AddNode(nodes, bits, ref leafCount, depth + 1, cover * (1 - share));
        var test = (SplitTest)_random.Next(OnlyComparisons ? 2 : 5);
        var words = test >= SplitTest.InSet ? _random.Next(3) : 0;
        nodes[at] = new TreeNode
        {
            Feature = _random.Next(FeatureCount),
            Left = left,
            Right = right,
            Test = test,
            Missing = (MissingRule)_random.Next(3),
            DefaultLeft = _random.Next(2) == 0,
            UnknownCategoryLeft = _random.Next(2) == 0,
            Threshold = NextThreshold(),
            CategoryStart = bits.Count,
            CategoryCount = words,
            Cover = cover,
        };
        for (var w = 0; w < words; w++)
        {
            bits.Add((uint)_random.NextInt64(uint.MaxValue));
        }
    }

    private double NextThreshold() => _random.Next(40) switch
    {
        0 when !OnlyComparisons => double.PositiveInfinity,
        1 => double.NegativeInfinity,
        2 => double.NaN,
        3 => 1e300,
        4 => 0.1f,
        _ => Levels[_random.Next(Levels.Length)],
    };

    private LinearLeaf? NextLinear() => _random.Next(3) == 0 ? null : new LinearLeaf
    {
        Constant = _random.NextDouble(),
        Features = new[] { _random.Next(FeatureCount), _random.Next(FeatureCount) },
        Coefficients = new[] { _random.NextDouble(), -_random.NextDouble() },
    };
}
