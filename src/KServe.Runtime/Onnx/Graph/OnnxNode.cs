namespace KServe.Runtime.Onnx.Graph;

/// <summary>Holds one node of a graph.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, OnnxAttribute> _attributes = new(StringComparer.Ordinal);

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>Gets the name of the operator.</summary>
    public string Operator { get; private set; } = "";

    /// <summary>Gets the domain of the operator; empty for ONNX's own.</summary>
    public string Domain { get; private set; } = "";

    public static OnnxNode Read(ReadOnlySpan<byte> message)
    {
        var node = new OnnxNode();
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    node.Inputs.Add(reader.ReadText());
                    break;
                case 2:
                    node.Outputs.Add(reader.ReadText());
                    break;
                case 4:
                    node.Operator = reader.ReadText();
                    break;
                case 5:
                    var attribute = OnnxAttribute.Read(reader.ReadBytes(), out var name);
                    node._attributes[name] = attribute;
                    break;
                case 7:
                    node.Domain = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return node;
    }

    public IReadOnlyList<long> Integers(string name) =>
        _attributes.TryGetValue(name, out var attribute) ? attribute.Integers : [];

    /// <summary>Gets numbers by either name: lists of float32, or a tensor for float64.</summary>
    public IReadOnlyList<double> Numbers(string name)
    {
        var plain = _attributes.TryGetValue(name, out var attribute) ? attribute.Numbers : [];
        var tensor = _attributes.TryGetValue(name + "_as_tensor", out attribute) ? attribute.Numbers : [];
        return plain.Count == 0 || tensor.Count == 0
            ? plain.Count > 0 ? plain : tensor
            : throw new InvalidDataException($"{Operator} has {name} twice, as a list and as a tensor");
    }

    public IReadOnlyList<string> Texts(string name) =>
        _attributes.TryGetValue(name, out var attribute) ? attribute.Texts : [];

    public long Integer(string name, long fallback) => Integers(name) is [var value, ..] ? value : fallback;

    public string Text(string name, string fallback) => Texts(name) is [var value, ..] ? value : fallback;
}
