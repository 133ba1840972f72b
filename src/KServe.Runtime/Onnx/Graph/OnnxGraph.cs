namespace KServe.Runtime.Onnx.Graph;

/// <summary>Holds the graph of a model, as far as graphs of tree ensembles go.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The most nodes: converters put less than ten behind an ensemble.</summary>
    public const int MaxNodes = 64;

    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model, or has too many nodes.</exception>
    public static OnnxGraph ReadModel(ReadOnlySpan<byte> file)
    {
        OnnxGraph? graph = null;
        var reader = new OnnxFieldReader(file);
        while (reader.Next())
        {
            if (reader.Field == 7)
            {
                graph = Read(reader.ReadBytes());
            }
            else
            {
                reader.Skip();
            }
        }

        return graph ?? throw new InvalidDataException("no ONNX model: there is no graph");
    }

    private static OnnxGraph Read(ReadOnlySpan<byte> message)
    {
        var graph = new OnnxGraph();
        var reader = new OnnxFieldReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when graph.Nodes.Count == MaxNodes:
                    throw new InvalidDataException($"the graph has more than {MaxNodes} nodes");
                case 1:
                    graph.Nodes.Add(OnnxNode.Read(reader.ReadBytes()));
                    break;
                case 5 or 15:
                    throw new InvalidDataException("the graph has initializers, tree ensembles need none");
                case 11:
                    graph.Inputs.Add(OnnxValue.Read(reader.ReadBytes()));
                    break;
                case 12:
                    graph.Outputs.Add(OnnxValue.Read(reader.ReadBytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return graph;
    }
}
