using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KServe.Kernels.Trees;

/// <summary>Checks that the description of a tree is sound before anything is built from it.</summary>
internal static class TreeCheck
{
    public static void Verify(Tree tree, int index, int featureCount, int outputCount)
    {
        var nodes = tree.Nodes.Span;
        Require(nodes.Length > 0, index, "has no nodes");
        Require(tree.ValueCount == 1 || tree.ValueCount == outputCount, index,
            $"has {tree.ValueCount} values per leaf; expected 1 or {outputCount}");
        Require(tree.ValueCount != 1 || (uint)tree.Output < (uint)outputCount, index,
            $"adds to output {tree.Output} of {outputCount}");
        Require(tree.LeafValues.Length % tree.ValueCount == 0, index,
            $"has {tree.LeafValues.Length} leaf values, which is no multiple of {tree.ValueCount}");

        var leafCount = tree.LeafValues.Length / tree.ValueCount;
        foreach (ref readonly var node in nodes)
        {
            if (node.Feature < 0)
            {
                Require(node.Feature == -1 && (uint)node.Leaf < (uint)leafCount, index,
                    $"has a leaf with values {node.Leaf} of {leafCount}");
            }
            else
            {
                VerifySplit(tree, node, index, featureCount);
            }
        }

        VerifyShape(nodes, index);
        VerifyLinear(tree, index, featureCount, leafCount);
    }

    private static void VerifySplit(Tree tree, in TreeNode node, int index, int featureCount)
    {
        var count = tree.Nodes.Length;
        Require(node.Feature < featureCount, index, $"splits on feature {node.Feature} of {featureCount}");
        Require((uint)node.Left < (uint)count, index, $"has the child {node.Left} of {count} nodes");
        Require((uint)node.Right < (uint)count, index, $"has the child {node.Right} of {count} nodes");
        Require(node.Test <= SplitTest.InUnsignedSet, index, $"has the unknown test {(int)node.Test}");
        Require(node.Missing <= MissingRule.ZeroOrNaN, index, $"has the unknown missing rule {(int)node.Missing}");
        if (node.Test is SplitTest.InSet or SplitTest.InUnsignedSet)
        {
            var words = tree.CategoryBits.Length;
            Require(node.CategoryStart >= 0 && node.CategoryCount >= 0 && node.CategoryStart <= words - node.CategoryCount,
                index, $"has a category set of {node.CategoryCount} words at {node.CategoryStart} of {words}");
        }
    }

    // Every node but the root must be the child of exactly one node that is itself reached from the root.
    private static void VerifyShape(ReadOnlySpan<TreeNode> nodes, int index)
    {
        var reached = new bool[nodes.Length];
        var stack = new Stack<int>();
        stack.Push(0);
        reached[0] = true;
        var count = 1;
        while (stack.TryPop(out var at))
        {
            ref readonly var node = ref nodes[at];
            if (node.Feature < 0)
            {
                continue;
            }

            Require(!reached[node.Left] && !reached[node.Right] && node.Left != node.Right, index,
                $"reaches a child of node {at} twice");
            reached[node.Left] = true;
            reached[node.Right] = true;
            count += 2;
            stack.Push(node.Right);
            stack.Push(node.Left);
        }

        Require(count == nodes.Length, index, $"has {nodes.Length - count} nodes that nothing leads to");
    }

    private static void VerifyLinear(Tree tree, int index, int featureCount, int leafCount)
    {
        var linear = tree.LinearLeaves;
        Require(linear.Count == 0 || (linear.Count == leafCount && tree.ValueCount == 1), index,
            $"has {linear.Count} linear leaves; expected {leafCount}");
        for (var i = 0; i < linear.Count; i++)
        {
            if (linear[i] is not { } leaf)
            {
                continue;
            }

            Require(leaf.Features.Length == leaf.Coefficients.Length, index,
                $"has a linear leaf of {leaf.Features.Length} features and {leaf.Coefficients.Length} coefficients");
            foreach (var feature in leaf.Features.Span)
            {
                Require((uint)feature < (uint)featureCount, index, $"has a leaf with feature {feature} of {featureCount}");
            }
        }
    }

    // The handler formats its text only when the condition fails: sound trees pass without allocation.
    private static void Require(
        bool condition, int index, [InterpolatedStringHandlerArgument(nameof(condition))] ref FailureText reason)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Tree {index} {reason.ToStringAndClear()}.");
        }
    }

    private static void Require([DoesNotReturnIf(false)] bool condition, int index, string reason)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Tree {index} {reason}.");
        }
    }
}
