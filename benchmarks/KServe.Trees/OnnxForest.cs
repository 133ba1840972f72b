using Microsoft.ML.OnnxRuntime;

namespace KServe.Trees;

/// <summary>Runs a dumped forest in ONNX Runtime, as one TreeEnsembleRegressor.</summary>
internal sealed class OnnxForest : IDisposable
{
    private const int FloatTensor = 1;

    // AttributeProto's types of lists, as onnx.proto numbers them.
    private const int Floats = 6, Ints = 7, Strings = 8, Int = 2;

    private static readonly string[] Inputs = ["x"];
    private static readonly string[] Outputs = ["y"];

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    public OnnxForest(DumpedForest forest, int threads)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads };
        _session = new InferenceSession(Model(forest), options);
    }

    public void Predict(float[] rows, int rowCount, float[] outputs)
    {
        using var x = OrtValue.CreateTensorValueFromMemory(rows, [rowCount, rows.Length / rowCount]);
        using var y = OrtValue.CreateTensorValueFromMemory(outputs, [rowCount, 1]);
        _session.Run(_options, Inputs, [x], Outputs, [y]);
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static byte[] Model(DumpedForest forest)
    {
        var node = new ProtoWriter().Text(1, "x").Text(2, "y").Text(4, "TreeEnsembleRegressor").Text(7, "ai.onnx.ml");
        AddAttributes(node, forest);
        var graph = new ProtoWriter().Message(1, node).Text(2, "forest")
            .Message(11, Value("x", forest.Features)).Message(12, Value("y", 1));
        return new ProtoWriter().Number(1, 8).Message(7, graph)
            .Message(8, new ProtoWriter().Text(1, "").Number(2, 15))
            .Message(8, new ProtoWriter().Text(1, "ai.onnx.ml").Number(2, 3)).ToArray();
    }

    private static void AddAttributes(ProtoWriter node, DumpedForest forest)
    {
        List<long> treeIds = [], nodeIds = [], features = [], left = [], right = [], missingLeft = [];
        List<long> leafTrees = [], leafNodes = [], leafOutputs = [];
        List<float> thresholds = [], leafValues = [];
        List<string> modes = [];
        for (var t = 0; t < forest.Trees.Length; t++)
        {
            var tree = forest.Trees[t];
            for (var i = 0; i < tree.Feature.Length; i++)
            {
                var isLeaf = tree.Left[i] < 0;
                treeIds.Add(t);
                nodeIds.Add(i);
                features.Add(isLeaf ? 0 : tree.Feature[i]);
                thresholds.Add(isLeaf ? 0 : (float)tree.Threshold[i]);
                modes.Add(isLeaf ? "LEAF" : forest.Less ? "BRANCH_LT" : "BRANCH_LEQ");
                left.Add(isLeaf ? 0 : tree.Left[i]);
                right.Add(isLeaf ? 0 : tree.Right[i]);
                missingLeft.Add(tree.DefaultLeft[i]);
                if (isLeaf)
                {
                    leafTrees.Add(t);
                    leafNodes.Add(i);
                    leafOutputs.Add(0);
                    leafValues.Add((float)tree.Value[i]);
                }
            }
        }

        node.Message(5, List("nodes_treeids", treeIds)).Message(5, List("nodes_nodeids", nodeIds))
            .Message(5, List("nodes_featureids", features)).Message(5, List("nodes_truenodeids", left))
            .Message(5, List("nodes_falsenodeids", right))
            .Message(5, List("nodes_missing_value_tracks_true", missingLeft))
            .Message(5, List("nodes_values", thresholds)).Message(5, List("nodes_modes", modes))
            .Message(5, List("target_treeids", leafTrees)).Message(5, List("target_nodeids", leafNodes))
            .Message(5, List("target_ids", leafOutputs)).Message(5, List("target_weights", leafValues))
            .Message(5, List("base_values", new List<float> { (float)forest.Base }))
            .Message(5, new ProtoWriter().Text(1, "n_targets").Number(20, Int).Number(3, 1));
    }

    private static ProtoWriter List(string name, List<long> values) =>
        new ProtoWriter().Text(1, name).Number(20, Ints).Numbers(8, values);

    private static ProtoWriter List(string name, List<float> values) =>
        new ProtoWriter().Text(1, name).Number(20, Floats).Floats(7, values);

    private static ProtoWriter List(string name, List<string> values)
    {
        var list = new ProtoWriter().Text(1, name).Number(20, Strings);
        foreach (var value in values)
        {
            list.Text(9, value);
        }

        return list;
    }

    private static ProtoWriter Value(string name, int width)
    {
        var shape = new ProtoWriter().Message(1, new ProtoWriter().Text(2, "rows"))
            .Message(1, new ProtoWriter().Number(1, width));
        var tensor = new ProtoWriter().Number(1, FloatTensor).Message(2, shape);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
