namespace KServe.Loading;

/// <summary>Writes a text model of LightGBM 4.</summary>
/// <remarks>The trees are as sparse as the engine still lays out as full ones: that takes the most memory.</remarks>
internal sealed class LightGbmWriter : ModelWriter
{
    // How the library writes numbers that must come back as they were, and numbers for readers only.
    private const string Exact = "R", Shown = "G6";

    protected override int LeafCount => 64;

    protected override int MaxDepth => 8;

    protected override void WriteStart(TextWriter text)
    {
        text.WriteLine("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0");
        text.WriteLine($"max_feature_idx={GrownTree.FeatureCount - 1}\nobjective=regression");
        var features = Enumerable.Range(0, GrownTree.FeatureCount);
        text.WriteLine($"feature_names={string.Join(' ', features.Select(i => $"Column_{i}"))}");
        text.WriteLine($"feature_infos={string.Join(' ', features.Select(_ => "[-5:5]"))}\n");
    }

    protected override void WriteTree(TextWriter text, int index, GrownTree tree)
    {
        int[] splits = [.. Nodes(tree).Where(i => !tree.IsLeaf(i))];
        int[] leaves = [.. Nodes(tree).Where(tree.IsLeaf)];
        var numbers = new int[tree.Count];
        for (var i = 0; i < splits.Length; i++)
        {
            numbers[splits[i]] = i;
        }

        for (var i = 0; i < leaves.Length; i++)
        {
            numbers[leaves[i]] = ~i;
        }

        text.WriteLine($"Tree={index}\nnum_leaves={leaves.Length}\nnum_cat=0");
        WriteList(text, "split_feature=", splits.Select(i => tree.Features[i]), ' ', "\n");
        WriteList(text, "split_gain=", splits.Select(i => Math.Abs(tree.Thresholds[i]) * 100), ' ', "\n", Shown);
        WriteList(text, "threshold=", splits.Select(i => tree.Thresholds[i]), ' ', "\n", Exact);
        WriteList(text, "decision_type=", splits.Select(_ => 2), ' ', "\n");
        WriteList(text, "left_child=", splits.Select(i => numbers[tree.Left[i]]), ' ', "\n");
        WriteList(text, "right_child=", splits.Select(i => numbers[tree.Right[i]]), ' ', "\n");
        WriteList(text, "leaf_value=", leaves.Select(i => tree.Values[i]), ' ', "\n", Exact);
        WriteList(text, "leaf_weight=", leaves.Select(i => tree.Covers[i]), ' ', "\n");
        WriteList(text, "leaf_count=", leaves.Select(i => tree.Covers[i]), ' ', "\n");
        WriteList(text, "internal_value=", splits.Select(i => tree.Values[i]), ' ', "\n", Shown);
        WriteList(text, "internal_weight=", splits.Select(i => tree.Covers[i]), ' ', "\n");
        WriteList(text, "internal_count=", splits.Select(i => tree.Covers[i]), ' ', "\n");
        text.WriteLine("is_linear=0\nshrinkage=0.1\n\n");
    }

    protected override void WriteEnd(TextWriter text, int treeCount) =>
        text.WriteLine("end of trees\n\nparameters:\n[boosting: gbdt]\nend of parameters\n\npandas_categorical:null");
}
