using System.Numerics;
using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Computes Shapley values from their definition: the game is played for every coalition of features.</summary>
internal sealed class ShapleyGame
{
    private readonly int _featureCount;
    private readonly double[] _worth;

    private ShapleyGame(int featureCount, Func<int, double> worth)
    {
        _featureCount = featureCount;
        _worth = [.. Enumerable.Range(0, 1 << featureCount).Select(worth)];
    }

    public double Expected => _worth[0];

    /// <summary>Features outside the coalition are averaged over a node's children by their covers.</summary>
    public static ShapleyGame PathDependent(PlainEnsemble plain, double[] row, int output) => new(
        plain.FeatureCount,
        coalition => plain.BaseValues[output] +
            plain.Trees.Sum(tree => Mean(plain, tree, tree.Nodes.Span[0], row, coalition, output)));

    /// <summary>Features outside the coalition take the values of the background rows.</summary>
    public static ShapleyGame Interventional(PlainEnsemble plain, double[] row, double[][] background, int output) => new(
        plain.FeatureCount,
        coalition => background.Average(other => plain.Predict(Mix(row, other, coalition))[output]));

    public double Value(int feature)
    {
        var sum = 0.0;
        for (var coalition = 0; coalition < _worth.Length; coalition++)
        {
            if ((coalition & (1 << feature)) == 0)
            {
                var weight = Weight(BitOperations.PopCount((uint)coalition), _featureCount);
                sum += weight * (_worth[coalition | (1 << feature)] - _worth[coalition]);
            }
        }

        return sum;
    }

    public double Interaction(int first, int second)
    {
        var (a, b) = (1 << first, 1 << second);
        var sum = 0.0;
        for (var coalition = 0; coalition < _worth.Length; coalition++)
        {
            if ((coalition & (a | b)) == 0)
            {
                var weight = Weight(BitOperations.PopCount((uint)coalition), _featureCount - 1) / 2;
                sum += weight *
                    (_worth[coalition | a | b] - _worth[coalition | a] - _worth[coalition | b] + _worth[coalition]);
            }
        }

        return sum;
    }

    private static double Mean(
        PlainEnsemble plain, Tree tree, TreeNode node, double[] row, int coalition, int output)
    {
        var nodes = tree.Nodes.Span;
        if (node.Feature < 0)
        {
            var values = tree.LeafValues.Span;
            return tree.ValueCount > 1 ? values[(node.Leaf * tree.ValueCount) + output]
                : tree.Output == output ? values[node.Leaf] : 0;
        }

        var left = nodes[node.Left];
        var right = nodes[node.Right];
        if ((coalition & (1 << node.Feature)) != 0)
        {
            var goesLeft = PlainSplit.GoesLeft(tree, node, row[node.Feature], plain.Precision);
            return Mean(plain, tree, goesLeft ? left : right, row, coalition, output);
        }

        var (shareLeft, shareRight) = node.Cover > 0
            ? (left.Cover / node.Cover, right.Cover / node.Cover)
            : (0.5, 0.5);
        return (shareLeft * Mean(plain, tree, left, row, coalition, output)) +
            (shareRight * Mean(plain, tree, right, row, coalition, output));
    }

    private static double[] Mix(double[] row, double[] other, int coalition)
    {
        var mixed = new double[row.Length];
        for (var i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (coalition & (1 << i)) != 0 ? row[i] : other[i];
        }

        return mixed;
    }

    // size! (players - size - 1)! / players!
    private static double Weight(int size, int players)
    {
        var weight = 1.0 / players;
        for (var i = 1; i <= size; i++)
        {
            weight *= i / (double)(players - i);
        }

        return weight;
    }
}
