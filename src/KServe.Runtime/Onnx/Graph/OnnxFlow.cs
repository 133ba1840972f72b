using KServe.Runtime.Files;
using KServe.Runtime.Onnx.Scores;

namespace KServe.Runtime.Onnx.Graph;

/// <summary>Follows the values of a graph from its input through the ensemble to its outputs.</summary>
internal sealed class OnnxFlow
{
    private const string MachineLearning = "ai.onnx.ml";

    private readonly Dictionary<string, OnnxStream> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inputs = new(StringComparer.Ordinal);

    private OnnxFlow(OnnxValue input)
    {
        Input = input;
        _inputs.Add(input.Name, input.ElementType == 0 ? OnnxTypes.Single : input.ElementType);
    }

    public OnnxValue Input { get; }

    /// <summary>Gets the node of the ensemble.</summary>
    public OnnxNode Ensemble { get; private set; } = null!;

    /// <summary>Gets ONNX's number of the data type that the ensemble reads.</summary>
    public int EnsembleType { get; private set; }

    /// <summary>Gets the outputs of the graph, in order.</summary>
    public List<(string Name, OnnxStream Stream)> Outputs { get; } = [];

    /// <summary>Follows a graph.</summary>
    /// <exception cref="InvalidDataException">The graph has other parts than one ensemble and simple nodes.</exception>
    public static OnnxFlow Trace(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (!OnnxTreeReader.Operators.Contains(node.Operator))
            {
                throw new InvalidDataException(
                    $"the graph has the operator {Show.Text(node.Operator)}, tree ensembles alone are read here");
            }
        }

        if (graph.Inputs.Count != 1)
        {
            throw new InvalidDataException($"the graph has {graph.Inputs.Count} inputs, one matrix was expected");
        }

        var flow = new OnnxFlow(graph.Inputs[0]);
        foreach (var node in graph.Nodes)
        {
            flow.Add(node);
        }

        if (flow.Ensemble is null)
        {
            throw new InvalidDataException("the graph has no tree ensemble");
        }

        foreach (var output in graph.Outputs)
        {
            flow.Outputs.Add((output.Name, flow._streams.TryGetValue(output.Name, out var stream)
                ? stream
                : throw new InvalidDataException($"output '{Show.Text(output.Name)}' is not of the ensemble")));
        }

        return flow.Outputs.Count > 0 ? flow : throw new InvalidDataException("the graph has no outputs");
    }

    private void Add(OnnxNode node)
    {
        if (node.Inputs.Count != 1 || node.Outputs.Count == 0)
        {
            throw new InvalidDataException(
                $"{node.Operator} has {node.Inputs.Count} inputs and {node.Outputs.Count} outputs");
        }

        if (_inputs.TryGetValue(node.Inputs[0], out var type))
        {
            AddInput(node, type);
        }
        else if (_streams.TryGetValue(node.Inputs[0], out var stream))
        {
            _streams[node.Outputs[0]] = Continue(node, stream);
        }
        else
        {
            throw new InvalidDataException(
                $"{node.Operator} reads '{Show.Text(node.Inputs[0])}', which comes from nowhere");
        }
    }

    private void AddInput(OnnxNode node, int type)
    {
        switch (node.Operator)
        {
            case "Identity":
                _inputs[node.Outputs[0]] = type;
                break;
            case "Cast":
                _inputs[node.Outputs[0]] = OnnxTypes.ReadTarget(node);
                break;
            case "Normalizer" or "ZipMap":
                throw new InvalidDataException($"{node.Operator} stands before the ensemble");
            default:
                AddEnsemble(node, type);
                break;
        }
    }

    private void AddEnsemble(OnnxNode node, int type)
    {
        if (Ensemble is not null || node.Domain != MachineLearning)
        {
            throw new InvalidDataException($"{node.Operator} is there twice, or not of {MachineLearning}");
        }

        OnnxTypes.RequireNumbers(type);
        Ensemble = node;
        EnsembleType = type;
        var scores = node.Operator == "TreeEnsemble" && type == OnnxTypes.Double
            ? TensorDataType.FP64
            : TensorDataType.FP32;
        var names = node.Outputs;
        if (node.Operator == "TreeEnsembleClassifier")
        {
            var label = node.Texts("classlabels_strings").Count > 0 ? TensorDataType.BYTES : TensorDataType.INT64;
            _streams[names[0]] = new OnnxStream(IsLabel: true, label, []);
            if (names.Count > 1)
            {
                _streams[names[1]] = new OnnxStream(IsLabel: false, scores, []);
            }
        }
        else
        {
            _streams[names[0]] = new OnnxStream(IsLabel: false, scores, []);
        }
    }

    /// <summary>
    /// Takes a stream through a node. The rows of ZipMap stay a matrix, whose columns are its keys in order.
    /// </summary>
    private static OnnxStream Continue(OnnxNode node, OnnxStream stream) => node.Operator switch
    {
        "Identity" or "ZipMap" => stream,
        "Cast" => stream with { Type = OnnxTypes.ReadTensorTarget(node, stream.Type) },
        "Normalizer" when !stream.IsLabel && stream.Type is TensorDataType.FP32 or TensorDataType.FP64 =>
            stream with { Type = TensorDataType.FP32, Norms = [.. stream.Norms, ReadNorm(node)] },
        _ => throw new InvalidDataException($"{node.Operator} stands where it cannot"),
    };

    private static OnnxNorm ReadNorm(OnnxNode node) => node.Text("norm", "MAX") switch
    {
        "MAX" => OnnxNorm.Max,
        "L1" => OnnxNorm.L1,
        "L2" => OnnxNorm.L2,
        var name => throw new InvalidDataException($"unknown norm '{Show.Text(name)}'"),
    };
}
