using System.Text.Json;
using KServe.Kernels.Trees;

namespace KServe.Kernels.Tests.Trees;

/// <summary>Reads as much of XGBoost's JSON as the fixtures need to check the engine against the library.</summary>
internal static class XgboostModel
{
    public static TreeEnsemble Read(string folder)
    {
        // XGBoost writes bare NaN where a split has no threshold, which is no JSON.
        var text = File.ReadAllText(Path.Combine(folder, "model.json")).Replace("NaN", "null", StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        var learner = document.RootElement.GetProperty("learner");
        var parameters = learner.GetProperty("learner_model_param");
        var booster = learner.GetProperty("gradient_booster");
        var weights = booster.TryGetProperty("weight_drop", out var drop) ? Numbers(drop) : null;
        var model = (weights is null ? booster : booster.GetProperty("gbtree")).GetProperty("model");
        var outputs = Math.Max(1, int.Parse(parameters.GetProperty("num_class").GetString()!));
        var features = int.Parse(parameters.GetProperty("num_feature").GetString()!);
        var groups = Numbers(model.GetProperty("tree_info"));
        var trees = model.GetProperty("trees").EnumerateArray()
            .Select((tree, t) => ReadTree(tree, (int)groups[t], (float)(weights?[t] ?? 1)));
        return TreeEnsemble.Create(features, outputs, trees, [], TreePrecision.Single);
    }

    private static Tree ReadTree(JsonElement tree, int output, float weight)
    {
        var (left, right) = (Numbers(tree.GetProperty("left_children")), Numbers(tree.GetProperty("right_children")));
        var features = Numbers(tree.GetProperty("split_indices"));
        var conditions = Numbers(tree.GetProperty("split_conditions"));
        var defaults = Numbers(tree.GetProperty("default_left"));
        var covers = Numbers(tree.GetProperty("sum_hessian"));
        var bits = new List<uint>();
        var sets = ReadSets(tree, bits);
        var values = new List<double>();
        var nodes = new TreeNode[left.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new TreeNode { Feature = -1, Leaf = values.Count, Id = i, Cover = covers[i] };
            if (left[i] < 0)
            {
                values.Add((float)conditions[i] * weight);
                continue;
            }

            // A category of the set goes right, an unknown one left: the children change places.
            var isSet = sets.TryGetValue(i, out var set);
            nodes[i] = new TreeNode
            {
                Feature = (int)features[i],
                Threshold = conditions[i],
                Test = isSet ? SplitTest.InUnsignedSet : SplitTest.Less,
                Left = (int)(isSet ? right[i] : left[i]),
                Right = (int)(isSet ? left[i] : right[i]),
                DefaultLeft = (defaults[i] != 0) != isSet,
                CategoryStart = set.Start,
                CategoryCount = set.Count,
                Cover = covers[i],
            };
        }

        return new Tree
        {
            Nodes = nodes, LeafValues = values.ToArray(), Output = output, CategoryBits = bits.ToArray(),
        };
    }

    private static Dictionary<int, (int Start, int Count)> ReadSets(JsonElement tree, List<uint> bits)
    {
        var sets = new Dictionary<int, (int Start, int Count)>();
        var categories = Numbers(tree.GetProperty("categories"));
        var segments = Numbers(tree.GetProperty("categories_segments"));
        var sizes = Numbers(tree.GetProperty("categories_sizes"));
        foreach (var (index, node) in Numbers(tree.GetProperty("categories_nodes")).Index())
        {
            var members = categories.AsSpan((int)segments[index], (int)sizes[index]);
            var words = new uint[((int)members.ToArray().Max() / 32) + 1];
            foreach (var category in members)
            {
                words[(int)category / 32] |= 1u << ((int)category % 32);
            }

            sets[(int)node] = (bits.Count, words.Length);
            bits.AddRange(words);
        }

        return sets;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(ReadNumber)];

    private static double ReadNumber(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => double.NaN,
    };
}
