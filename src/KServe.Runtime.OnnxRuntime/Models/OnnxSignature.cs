using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Reads from a session what the model takes and gives.</summary>
internal sealed class OnnxSignature
{
    private const string Platform = "onnx_onnxv1";
    private const int MaxPropertyLength = 512;

    private OnnxSignature(ModelSignature declared, OnnxInput[] inputs)
    {
        Declared = declared;
        Inputs = inputs;
    }

    /// <summary>Gets what clients see and requests are checked against.</summary>
    public ModelSignature Declared { get; }

    /// <summary>Gets the inputs in the order of the graph.</summary>
    public OnnxInput[] Inputs { get; }

    /// <summary>Reads inputs, outputs and properties.</summary>
    /// <exception cref="InvalidDataException">An input or output has no form in the protocol.</exception>
    public static OnnxSignature Create(
        InferenceSession session,
        OnnxModelFacts facts,
        OnnxSettings settings,
        string modelName,
        ILogger logger)
    {
        List<TensorMetadata> inputs = [];
        List<OnnxInput> bindings = [];
        foreach (var name in session.InputNames)
        {
            var metadata = Describe(name, session.InputMetadata[name], out var kind)
                ?? throw new InvalidDataException($"input '{name}' is {kind}, only tensors can be sent to a model");
            inputs.Add(metadata);
            bindings.Add(new OnnxInput(name, metadata.DataType, session.InputMetadata[name].ElementDataType));
        }

        return new OnnxSignature(
            new ModelSignature
            {
                // The session shows an open rank as rank 0. Requests are then checked by the graph alone.
                Inputs = facts.HasInputOfUnknownRank ? [] : inputs,
                Outputs = GetOutputs(session, settings, modelName, logger),
                Platform = Platform,
                Properties = GetProperties(session.ModelMetadata),
            },
            [.. bindings]);
    }

    private static List<TensorMetadata> GetOutputs(
        InferenceSession session,
        OnnxSettings settings,
        string modelName,
        ILogger logger)
    {
        List<TensorMetadata> outputs = [];
        foreach (var name in session.OutputNames)
        {
            if (Describe(name, session.OutputMetadata[name], out var kind) is { } metadata)
            {
                outputs.Add(metadata);
            }
            else if (settings.IgnoreUnsupportedOutputs)
            {
                OnnxRuntimeLog.OutputIgnored(logger, modelName, name, kind);
            }
            else
            {
                throw new InvalidDataException(
                    $"output '{name}' is {kind}, which has no tensor form; export the model with zipmap=False, or set "
                    + "the parameter ignore_unsupported_outputs=true to leave such outputs out");
            }
        }

        return outputs.Count > 0 ? outputs : throw new InvalidDataException("it has no output that is a tensor");
    }

    private static TensorMetadata? Describe(string name, NodeMetadata node, out string kind)
    {
        kind = node.OnnxValueType switch
        {
            OnnxValueType.ONNX_TYPE_TENSOR => "a tensor",
            OnnxValueType.ONNX_TYPE_SEQUENCE => "a sequence",
            OnnxValueType.ONNX_TYPE_MAP => "a map",
            OnnxValueType.ONNX_TYPE_SPARSETENSOR => "a sparse tensor",
            OnnxValueType.ONNX_TYPE_OPTIONAL => "an optional value",
            _ => "an opaque value",
        };
        if (node.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            return null;
        }

        var dataType = OnnxElementTypes.ToDataType(node.ElementDataType);
        if (dataType == TensorDataType.None || node.Dimensions.Length > TensorShape.MaxRank)
        {
            kind = dataType == TensorDataType.None
                ? $"a tensor of {node.ElementDataType}"
                : $"a tensor of more than {TensorShape.MaxRank} dimensions";
            return null;
        }

        return new TensorMetadata(
            name,
            dataType,
            TensorShape.Create(Array.ConvertAll(node.Dimensions, static dimension => Math.Max(dimension, -1L))));
    }

    private static Dictionary<string, string> GetProperties(ModelMetadata metadata)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        Add("producer_name", metadata.ProducerName);
        Add("graph_name", metadata.GraphName);
        Add("domain", metadata.Domain);
        Add("description", metadata.Description);
        if (metadata.Version is > 0 and < long.MaxValue)
        {
            properties["model_version"] = $"{metadata.Version}";
        }

        return properties;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                properties[key] = value.Length > MaxPropertyLength ? value[..MaxPropertyLength] : value;
            }
        }
    }
}
