using System.Numerics;
using System.Numerics.Tensors;

namespace KServe.Runtime.Onnx.Scores;

/// <summary>Writes numbers into a tensor of any numeric type, cutting fractions off for integers.</summary>
internal static class OnnxCast
{
    public static void Write<T>(ReadOnlySpan<T> values, InferTensor tensor)
        where T : struct, INumberBase<T>
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP32:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<float>());
                break;
            case TensorDataType.FP64:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<double>());
                break;
            case TensorDataType.INT32:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<int>());
                break;
            default:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<long>());
                break;
        }
    }
}
