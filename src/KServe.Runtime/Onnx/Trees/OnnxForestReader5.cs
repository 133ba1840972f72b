using KServe.Runtime.Onnx.Graph;

namespace KServe.Runtime.Onnx.Trees;

/// <summary>Reads the trees of TreeEnsemble, ai.onnx.ml version 5, whose leaves stand apart from its splits.</summary>
internal static class OnnxForestReader5
{
    public static OnnxForest Read(OnnxNode node)
    {
        var features = node.Integers("nodes_featureids");
        var modes = node.Integers("nodes_modes");
        var values = node.Numbers("nodes_splits");
        var trueNodes = node.Integers("nodes_truenodeids");
        var trueLeaves = node.Integers("nodes_trueleafs");
        var falseNodes = node.Integers("nodes_falsenodeids");
        var falseLeaves = node.Integers("nodes_falseleafs");
        var missing = node.Integers("nodes_missing_value_tracks_true");
        foreach (var count in (ReadOnlySpan<int>)
            [features.Count, modes.Count, trueNodes.Count, trueLeaves.Count, falseNodes.Count, falseLeaves.Count])
        {
            if (count != values.Count || (missing.Count > 0 && missing.Count != count))
            {
                throw new InvalidDataException($"the lists of nodes have {values.Count} and {count} items");
            }
        }

        var forest = new OnnxForest { TargetCount = OnnxTreeReader.ReadTargetCount(node) };
        ReadLeaves(node, forest);
        var sets = new OnnxSetReader(node.Numbers("membership_values"));
        for (var i = 0; i < values.Count; i++)
        {
            var mode = modes[i] is >= 0 and <= (long)OnnxNodeMode.Member
                ? (OnnxNodeMode)modes[i]
                : throw new InvalidDataException($"unknown mode {modes[i]} of node {i}");
            var value = values[i];
            if (mode == OnnxNodeMode.Member)
            {
                value = forest.Sets.Count;
                forest.Sets.Add(sets.Read());
            }

            forest.Splits.Add(new OnnxSplit(
                mode,
                features[i] is >= 0 and < int.MaxValue
                    ? (int)features[i]
                    : throw new InvalidDataException($"node {i} tests feature {features[i]}"),
                value,
                Reference(forest, trueNodes[i], trueLeaves[i], values.Count),
                Reference(forest, falseNodes[i], falseLeaves[i], values.Count),
                missing.Count > 0 && missing[i] == 1));
        }

        ReadRoots(node, forest);
        return forest;
    }

    private static void ReadLeaves(OnnxNode node, OnnxForest forest)
    {
        var targets = node.Integers("leaf_targetids");
        var weights = node.Numbers("leaf_weights");
        if (targets.Count != weights.Count)
        {
            throw new InvalidDataException($"{targets.Count} leaf_targetids have {weights.Count} leaf_weights");
        }

        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i] < 0 || targets[i] >= forest.TargetCount)
            {
                throw new InvalidDataException($"leaf {i} is for target {targets[i]} of {forest.TargetCount}");
            }

            forest.Leaves.AddWeight((int)targets[i], weights[i]);
            forest.Leaves.EndLeaf();
        }
    }

    private static int Reference(OnnxForest forest, long node, long isLeaf, int splits)
    {
        var count = isLeaf != 0 ? forest.Leaves.Count : splits;
        return node >= 0 && node < count
            ? isLeaf != 0 ? ~(int)node : (int)node
            : throw new InvalidDataException($"a node leads to {(isLeaf != 0 ? "leaf" : "node")} {node} of {count}");
    }

    private static void ReadRoots(OnnxNode node, OnnxForest forest)
    {
        foreach (var root in node.Integers("tree_roots"))
        {
            if (root < 0 || root >= forest.Splits.Count)
            {
                throw new InvalidDataException($"a tree begins at node {root} of {forest.Splits.Count}");
            }

            // a tree of one leaf is written as a split with the same leaf on both sides
            var split = forest.Splits[(int)root];
            forest.Roots.Add(split.True < 0 && split.True == split.False ? split.True : (int)root);
        }
    }
}
