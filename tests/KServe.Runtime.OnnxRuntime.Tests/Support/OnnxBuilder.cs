namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Writes small ONNX models.</summary>
internal sealed class OnnxBuilder
{
    public const int Float = 1;
    public const int String = 8;

    private readonly List<ProtoWriter> _nodes = [];
    private readonly List<ProtoWriter> _initializers = [];
    private readonly List<ProtoWriter> _inputs = [];
    private readonly List<ProtoWriter> _outputs = [];
    private readonly List<ProtoWriter> _functions = [];
    private readonly List<(string Domain, ulong Version)> _opsets = [("", 17)];

    public static byte[] Identity(int elementType, params long[] shape) => new OnnxBuilder()
        .Input("x", elementType, shape)
        .Node("Identity", ["x"], ["y"])
        .Output("y", elementType, shape)
        .Build();

    /// <summary>Negates <c>x</c> <c>n</c> times.</summary>
    public static byte[] NegateInALoop()
    {
        const int Bool = 9;
        const int Int64 = 7;
        var body = new ProtoWriter()
            .Message(1, CreateNode("Identity", ["go"], ["go_on"]))
            .Message(1, CreateNode("Neg", ["v"], ["v_out"]))
            .Text(2, "body")
            .Message(11, Value("i", TensorType(Int64)))
            .Message(11, Value("go", TensorType(Bool)))
            .Message(11, Value("v", TensorType(Float, 1)))
            .Message(12, Value("go_on", TensorType(Bool)))
            .Message(12, Value("v_out", TensorType(Float, 1)));
        return new OnnxBuilder()
            .Input("n", Int64)
            .Input("x", Float, 1)
            .Node("Loop", ["n", "", "x"], ["y"], "", Attribute("body", 5, attribute => attribute.Message(6, body)))
            .Output("y", Float, 1)
            .Build();
    }

    public static byte[] WithExternalData(params (string Key, string Value)[] entries) => new OnnxBuilder()
        .Input("x", Float, 3)
        .External("w", 3, entries)
        .Node("Add", ["x", "w"], ["y"])
        .Output("y", Float, 3)
        .Build();

    public static ProtoWriter Attribute(string name, int type, Action<ProtoWriter> value)
    {
        var attribute = new ProtoWriter().Text(1, name).Varint(20, (ulong)type);
        value(attribute);
        return attribute;
    }

    public static ProtoWriter CreateNode(
        string type,
        string[] inputs,
        string[] outputs,
        string domain = "",
        params ProtoWriter[] attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        return node.Text(4, type).Text(7, domain).Messages(5, attributes);
    }

    public OnnxBuilder Input(string name, int elementType, params long[] shape)
    {
        _inputs.Add(Value(name, TensorType(elementType, shape)));
        return this;
    }

    public OnnxBuilder InputOfUnknownRank(string name, int elementType)
    {
        _inputs.Add(Value(name, new ProtoWriter().Message(1, new ProtoWriter().Varint(1, (ulong)elementType))));
        return this;
    }

    public OnnxBuilder Output(string name, int elementType, params long[] shape)
    {
        _outputs.Add(Value(name, TensorType(elementType, shape)));
        return this;
    }

    public OnnxBuilder OutputOfType(string name, ProtoWriter type)
    {
        _outputs.Add(Value(name, type));
        return this;
    }

    public OnnxBuilder InputOfType(string name, ProtoWriter type)
    {
        _inputs.Add(Value(name, type));
        return this;
    }

    public OnnxBuilder Node(
        string type,
        string[] inputs,
        string[] outputs,
        string domain = "",
        params ProtoWriter[] attributes)
    {
        _nodes.Add(CreateNode(type, inputs, outputs, domain, attributes));
        return this;
    }

    public OnnxBuilder Opset(string domain, ulong version)
    {
        _opsets.Add((domain, version));
        return this;
    }

    public OnnxBuilder Constant(string name, params float[] values)
    {
        var raw = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        _initializers.Add(
            new ProtoWriter().Varint(1, (ulong)values.Length).Varint(2, Float).Text(8, name).Bytes(9, raw));
        return this;
    }

    public OnnxBuilder Tensor(string name, long[] shape, params float[] values)
    {
        var raw = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        _initializers.Add(Sizes(shape).Varint(2, Float).Text(8, name).Bytes(9, raw));
        return this;
    }

    public OnnxBuilder Integers(string name, params long[] values) => Integers(name, [values.Length], values);

    public OnnxBuilder Integer(string name, long value) => Integers(name, [], [value]);

    public OnnxBuilder External(string name, long size, params (string Key, string Value)[] entries)
    {
        _initializers.Add(ExternalTensor(name, size, entries));
        return this;
    }

    public OnnxBuilder Function(string domain, string name, params ProtoWriter[] nodes)
    {
        var function = new ProtoWriter()
            .Text(1, name).Text(4, "a").Text(5, "b").Messages(7, nodes).Text(10, domain);
        foreach (var (opset, version) in _opsets)
        {
            function.Message(9, new ProtoWriter().Text(1, opset).Varint(2, version));
        }

        _functions.Add(function);
        return this;
    }

    public byte[] Build()
    {
        var graph = new ProtoWriter()
            .Messages(1, _nodes).Text(2, "g").Messages(5, _initializers).Messages(11, _inputs).Messages(12, _outputs);
        var model = new ProtoWriter().Varint(1, 8).Text(2, "tests").Message(7, graph);
        foreach (var (domain, version) in _opsets)
        {
            model.Message(8, new ProtoWriter().Text(1, domain).Varint(2, version));
        }

        return model.Messages(25, _functions).ToArray();
    }

    public static ProtoWriter ExternalTensor(string name, long size, params (string Key, string Value)[] entries)
    {
        var tensor = new ProtoWriter().Varint(1, (ulong)size).Varint(2, Float).Text(8, name);
        foreach (var (key, value) in entries)
        {
            tensor.Message(13, new ProtoWriter().Text(1, key).Text(2, value));
        }

        return tensor.Varint(14, 1);
    }

    public static ProtoWriter TensorType(int elementType, params long[] shape)
    {
        var dimensions = new ProtoWriter();
        for (var i = 0; i < shape.Length; i++)
        {
            // Dimensions of one name are of one size.
            var name = i == 0 ? "n" : $"n{i}";
            dimensions.Message(
                1, shape[i] < 0 ? new ProtoWriter().Text(2, name) : new ProtoWriter().Varint(1, (ulong)shape[i]));
        }

        return new ProtoWriter().Message(
            1, new ProtoWriter().Varint(1, (ulong)elementType).Message(2, dimensions));
    }

    private OnnxBuilder Integers(string name, long[] shape, long[] values)
    {
        const int Int64 = 7;
        var raw = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        _initializers.Add(Sizes(shape).Varint(2, Int64).Text(8, name).Bytes(9, raw));
        return this;
    }

    private static ProtoWriter Sizes(long[] shape)
    {
        var tensor = new ProtoWriter();
        foreach (var size in shape)
        {
            tensor.Varint(1, (ulong)size);
        }

        return tensor;
    }

    private static ProtoWriter Value(string name, ProtoWriter type) => new ProtoWriter().Text(1, name).Message(2, type);
}
