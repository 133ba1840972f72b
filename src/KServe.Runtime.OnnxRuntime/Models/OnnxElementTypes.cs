using Microsoft.ML.OnnxRuntime.Tensors;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Translates between the element types of ONNX Runtime and of the protocol.</summary>
internal static class OnnxElementTypes
{
    /// <summary>Gets the protocol's data type, none when it has no such elements.</summary>
    public static TensorDataType ToDataType(TensorElementType type) => type switch
    {
        TensorElementType.Bool => TensorDataType.BOOL,
        TensorElementType.UInt8 => TensorDataType.UINT8,
        TensorElementType.UInt16 => TensorDataType.UINT16,
        TensorElementType.UInt32 => TensorDataType.UINT32,
        TensorElementType.UInt64 => TensorDataType.UINT64,
        TensorElementType.Int8 => TensorDataType.INT8,
        TensorElementType.Int16 => TensorDataType.INT16,
        TensorElementType.Int32 => TensorDataType.INT32,
        TensorElementType.Int64 => TensorDataType.INT64,
        TensorElementType.Float16 => TensorDataType.FP16,
        TensorElementType.Float => TensorDataType.FP32,
        TensorElementType.Double => TensorDataType.FP64,
        TensorElementType.String => TensorDataType.BYTES,
        TensorElementType.BFloat16 => TensorDataType.BF16,
        _ => TensorDataType.None,
    };
}
