using System.Text.Json;
using KServe.Kernels.Trees;

namespace KServe.Trees;

/// <summary>Reads dumped forests and describes them to the engine.</summary>
internal static class Forests
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static DumpedForest Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<DumpedForest>(file, Options)!;
    }

    public static TreeEnsemble Compile(DumpedForest forest) => TreeEnsemble.Create(
        forest.Features, 1, forest.Trees.Select(tree => Describe(tree, forest.Less)), [forest.Base],
        forest.Less ? TreePrecision.Single : TreePrecision.SingleInput);

    private static Tree Describe(DumpedTree tree, bool less)
    {
        var nodes = new TreeNode[tree.Feature.Length];
        var values = new List<double>();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (tree.Left[i] < 0)
            {
                nodes[i] = new TreeNode { Feature = -1, Leaf = values.Count, Id = i, Cover = tree.Cover[i] };
                values.Add(tree.Value[i]);
                continue;
            }

            nodes[i] = new TreeNode
            {
                Feature = tree.Feature[i],
                Threshold = tree.Threshold[i],
                Test = less ? SplitTest.Less : SplitTest.LessOrEqual,
                Left = tree.Left[i],
                Right = tree.Right[i],
                DefaultLeft = tree.DefaultLeft[i] != 0,
                Cover = tree.Cover[i],
            };
        }

        return new Tree { Nodes = nodes, LeafValues = values.ToArray() };
    }
}
