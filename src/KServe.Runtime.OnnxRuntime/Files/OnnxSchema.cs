namespace KServe.Runtime.OnnxRuntime;

/// <summary>Knows the field numbers of onnx.proto that lead to tensors.</summary>
internal static class OnnxSchema
{
    public const int ModelGraph = 7;
    public const int GraphInput = 11;
    public const int TensorName = 8;
    public const int TensorExternalData = 13;
    public const int TensorDataLocation = 14;
    public const int EntryKey = 1;
    public const int EntryValue = 2;
    public const int ValueInfoType = 2;
    public const int TypeTensor = 1;
    public const int TensorTypeShape = 2;

    /// <summary>Gets the message that a field holds, or none when no tensor can be in it.</summary>
    public static OnnxMessage GetChild(OnnxMessage parent, int field) => (parent, field) switch
    {
        (OnnxMessage.Model, ModelGraph) => OnnxMessage.Graph,
        (OnnxMessage.Model, 20) => OnnxMessage.TrainingInfo,
        (OnnxMessage.Model, 25) => OnnxMessage.Function,
        (OnnxMessage.TrainingInfo, 1 or 2) => OnnxMessage.Graph,
        (OnnxMessage.Graph, 1) => OnnxMessage.Node,
        (OnnxMessage.Graph, 5) => OnnxMessage.Tensor,
        (OnnxMessage.Graph, 15) => OnnxMessage.SparseTensor,
        (OnnxMessage.Function, 7) => OnnxMessage.Node,
        (OnnxMessage.Function, 11) => OnnxMessage.Attribute,
        (OnnxMessage.Node, 5) => OnnxMessage.Attribute,
        (OnnxMessage.Attribute, 5 or 10) => OnnxMessage.Tensor,
        (OnnxMessage.Attribute, 6 or 11) => OnnxMessage.Graph,
        (OnnxMessage.Attribute, 22 or 23) => OnnxMessage.SparseTensor,
        (OnnxMessage.SparseTensor, 1 or 2) => OnnxMessage.Tensor,
        _ => OnnxMessage.None,
    };
}
