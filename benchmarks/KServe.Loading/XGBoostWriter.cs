namespace KServe.Loading;

/// <summary>Writes a booster in the JSON of XGBoost 1.7.</summary>
internal sealed class XGBoostWriter : ModelWriter
{
    // How the library writes float32 numbers.
    private const string Single = "0.#######E0";

    protected override int LeafCount => 128;

    protected override int MaxDepth => 8;

    protected override void WriteStart(TextWriter text) => text.Write(
        """
        {"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":{"trees":[
        """);

    protected override void WriteTree(TextWriter text, int index, GrownTree tree)
    {
        text.Write(index == 0 ? "" : ",");
        WriteList(text, "{\"base_weights\":[", tree.Values, ',', "],", Single);
        text.Write("\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[],");
        WriteList(text, "\"default_left\":[", Nodes(tree).Select(i => tree.IsLeaf(i) ? 0 : i & 1), ',', "],");
        WriteList(text, $"\"id\":{index},\"left_children\":[", tree.Left, ',', "],");
        var gains = Nodes(tree).Select(i => tree.IsLeaf(i) ? 0 : Math.Abs(tree.Thresholds[i]) * tree.Covers[i]);
        WriteList(text, "\"loss_changes\":[", gains, ',', "],", Single);
        WriteList(text, "\"parents\":[", tree.Parents.Select(i => i < 0 ? int.MaxValue : i), ',', "],");
        WriteList(text, "\"right_children\":[", tree.Right, ',', "],");
        var conditions = Nodes(tree).Select(i => tree.IsLeaf(i) ? tree.Values[i] : tree.Thresholds[i]);
        WriteList(text, "\"split_conditions\":[", conditions, ',', "],", Single);
        WriteList(text, "\"split_indices\":[", tree.Features, ',', "],");
        WriteList(text, "\"split_type\":[", Nodes(tree).Select(_ => 0), ',', "],");
        WriteList(text, "\"sum_hessian\":[", tree.Covers, ',', "],", Single);
        text.Write(
            $"\"tree_param\":{{\"num_deleted\":\"0\",\"num_feature\":\"{GrownTree.FeatureCount}\","
            + $"\"num_nodes\":\"{tree.Count}\",\"size_leaf_vector\":\"0\"}}}}");
    }

    protected override void WriteEnd(TextWriter text, int treeCount)
    {
        WriteList(text, "],\"tree_info\":[", Enumerable.Repeat(0, treeCount), ',', "],");
        text.Write(
            $"\"gbtree_model_param\":{{\"num_parallel_tree\":\"1\",\"num_trees\":\"{treeCount}\","
            + "\"size_leaf_vector\":\"0\"}},\"name\":\"gbtree\"},"
            + "\"learner_model_param\":{\"base_score\":\"5E-1\",\"boost_from_average\":\"1\",\"num_class\":\"0\","
            + $"\"num_feature\":\"{GrownTree.FeatureCount}\",\"num_target\":\"1\"}},"
            + "\"objective\":{\"name\":\"reg:squarederror\",\"reg_loss_param\":{\"scale_pos_weight\":\"1\"}}},"
            + "\"version\":[1,7,4]}");
    }
}
