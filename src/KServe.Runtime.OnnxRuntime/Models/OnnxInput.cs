using Microsoft.ML.OnnxRuntime.Tensors;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Describes an input as both sides see it.</summary>
internal sealed record OnnxInput(string Name, TensorDataType DataType, TensorElementType ElementType);
