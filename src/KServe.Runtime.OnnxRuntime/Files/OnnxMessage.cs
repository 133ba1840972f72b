namespace KServe.Runtime.OnnxRuntime;

/// <summary>Names the messages of the ONNX format that can contain a tensor.</summary>
internal enum OnnxMessage
{
    None,
    Model,
    TrainingInfo,
    Graph,
    Function,
    Node,
    Attribute,
    SparseTensor,
    Tensor,
}
