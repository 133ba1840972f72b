namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Writes a BERT with a classifier as an ONNX model, from the weights of the Hugging Face layout.</summary>
internal sealed class BertOnnx
{
    private const int Int64 = 7;
    private const int FloatAttribute = 1;
    private const int IntAttribute = 2;
    private const int IntsAttribute = 7;

    private readonly OnnxBuilder _model = new();
    private readonly Safetensors _weights;
    private readonly int _heads;
    private readonly int _layers;
    private int _names;

    private BertOnnx(Safetensors weights, int layers, int heads) =>
        (_weights, _layers, _heads) = (weights, layers, heads);

    public static byte[] Create(string safetensors, int layers, int heads) =>
        new BertOnnx(Safetensors.Read(safetensors), layers, heads).Build();

    private byte[] Build()
    {
        _model.Input("input_ids", Int64, -1, -1)
            .Input("attention_mask", Int64, -1, -1)
            .Input("token_type_ids", Int64, -1, -1)
            .Integer("zero", 0).Integer("one", 1).Integers("mask_axes", 1, 2)
            .Tensor("float_one", [], 1).Tensor("hidden_mask", [], -1e9f)
            .Tensor("half", [], 0.5f).Tensor("root_two", [], MathF.Sqrt(2));
        var hidden = Embed();
        var mask = AddMask();
        for (var i = 0; i < _layers; i++)
        {
            hidden = Layer(hidden, mask, $"bert.encoder.layer.{i}");
        }

        var first = Node("Gather", [hidden, "zero"], Number("axis", 1));
        var pooled = Node("Tanh", [Linear(first, "bert.pooler.dense")]);
        _model.Node("Identity", [Linear(pooled, "classifier")], ["logits"]);
        return _model.Output("logits", OnnxBuilder.Float, -1, 3).Build();
    }

    private string Embed()
    {
        var shape = Node("Shape", ["input_ids"]);
        var length = Node("Gather", [shape, "one"]);
        var positions = Node("Range", ["zero", length, "one"]);
        var words = Node("Gather", [Weight("bert.embeddings.word_embeddings.weight"), "input_ids"]);
        var places = Node("Gather", [Weight("bert.embeddings.position_embeddings.weight"), positions]);
        var types = Node("Gather", [Weight("bert.embeddings.token_type_embeddings.weight"), "token_type_ids"]);
        var sum = Node("Add", [Node("Add", [words, types]), places]);
        return Normalize(sum, "bert.embeddings.LayerNorm");
    }

    // 0 for tokens, a number that softmax takes for nothing for what fills up: [rows, 1, 1, tokens].
    private string AddMask()
    {
        var mask = Node("Cast", ["attention_mask"], Number("to", OnnxBuilder.Float));
        var wide = Node("Unsqueeze", [mask, "mask_axes"]);
        return Node("Mul", [Node("Sub", ["float_one", wide]), "hidden_mask"]);
    }

    private string Layer(string input, string mask, string name)
    {
        var size = _weights.Shape($"{name}.attention.self.query.weight")[0] / _heads;
        _model.Integers($"{name}.split", 0, 0, _heads, size)
            .Integers($"{name}.join", 0, 0, _heads * size)
            .Tensor($"{name}.scale", [], MathF.Sqrt(size));
        var query = Heads(input, name, "query", 0, 2, 1, 3);
        var key = Heads(input, name, "key", 0, 2, 3, 1);
        var value = Heads(input, name, "value", 0, 2, 1, 3);
        var scores = Node("Div", [Node("MatMul", [query, key]), $"{name}.scale"]);
        var weights = Node("Softmax", [Node("Add", [scores, mask])], Number("axis", -1));
        var seen = Node("Transpose", [Node("MatMul", [weights, value])], Numbers("perm", 0, 2, 1, 3));
        var joined = Node("Reshape", [seen, $"{name}.join"]);
        var attended = Normalize(
            Node("Add", [Linear(joined, $"{name}.attention.output.dense"), input]),
            $"{name}.attention.output.LayerNorm");
        var inner = Gelu(Linear(attended, $"{name}.intermediate.dense"));
        return Normalize(
            Node("Add", [Linear(inner, $"{name}.output.dense"), attended]), $"{name}.output.LayerNorm");
    }

    private string Heads(string input, string layer, string name, params long[] order)
    {
        var all = Linear(input, $"{layer}.attention.self.{name}");
        return Node("Transpose", [Node("Reshape", [all, $"{layer}.split"])], Numbers("perm", order));
    }

    private string Gelu(string input)
    {
        var error = Node("Erf", [Node("Div", [input, "root_two"])]);
        return Node("Mul", [Node("Mul", [input, "half"]), Node("Add", [error, "float_one"])]);
    }

    private string Normalize(string input, string name) => Node(
        "LayerNormalization",
        [input, Weight($"{name}.weight"), Weight($"{name}.bias")],
        Number("axis", -1),
        OnnxBuilder.Attribute("epsilon", FloatAttribute, static it => it.Fixed32(2, 1e-12f)));

    private string Linear(string input, string name)
    {
        var turned = Node("Transpose", [Weight($"{name}.weight")], Numbers("perm", 1, 0));
        return Node("Add", [Node("MatMul", [input, turned]), Weight($"{name}.bias")]);
    }

    private string Weight(string name)
    {
        _model.Tensor(name, _weights.Shape(name), _weights.Values(name));
        return name;
    }

    private string Node(string type, string[] inputs, params ProtoWriter[] attributes)
    {
        var output = $"n{_names++}";
        _model.Node(type, inputs, [output], "", attributes);
        return output;
    }

    private static ProtoWriter Number(string name, long value) =>
        OnnxBuilder.Attribute(name, IntAttribute, it => it.Varint(3, unchecked((ulong)value)));

    private static ProtoWriter Numbers(string name, params long[] values) =>
        OnnxBuilder.Attribute(name, IntsAttribute, it =>
        {
            foreach (var value in values)
            {
                it.Varint(8, unchecked((ulong)value));
            }
        });
}
