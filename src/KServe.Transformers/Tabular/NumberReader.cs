using System.Numerics;

namespace KServe.Transformers.Tabular;

/// <summary>Reads one column of a tensor of numbers of any type.</summary>
internal static class NumberReader
{
    /// <exception cref="InferenceException">The tensor holds no numbers.</exception>
    public static void Read(InferTensor tensor, int index, int width, Span<double> destination)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP64:
                Read<double>(tensor, index, width, destination);
                break;
            case TensorDataType.FP32:
                Read<float>(tensor, index, width, destination);
                break;
            case TensorDataType.FP16:
                Read<Half>(tensor, index, width, destination);
                break;
            case TensorDataType.INT64:
                Read<long>(tensor, index, width, destination);
                break;
            case TensorDataType.INT32:
                Read<int>(tensor, index, width, destination);
                break;
            case TensorDataType.INT16:
                Read<short>(tensor, index, width, destination);
                break;
            case TensorDataType.INT8:
                Read<sbyte>(tensor, index, width, destination);
                break;
            case TensorDataType.UINT64:
                Read<ulong>(tensor, index, width, destination);
                break;
            case TensorDataType.UINT32:
                Read<uint>(tensor, index, width, destination);
                break;
            case TensorDataType.UINT16:
                Read<ushort>(tensor, index, width, destination);
                break;
            case TensorDataType.UINT8:
                Read<byte>(tensor, index, width, destination);
                break;
            case TensorDataType.BOOL:
                ReadFlags(tensor, index, width, destination);
                break;
            default:
                throw InferenceException.InvalidArgument(
                    $"input '{tensor.Name}' has datatype {tensor.DataType.GetName()}, expected numbers");
        }
    }

    private static void Read<T>(InferTensor tensor, int index, int width, Span<double> destination)
        where T : unmanaged, INumberBase<T>
    {
        var source = tensor.AsSpan<T>();
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = double.CreateTruncating(source[(i * width) + index]);
        }
    }

    private static void ReadFlags(InferTensor tensor, int index, int width, Span<double> destination)
    {
        var source = tensor.AsSpan<bool>();
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = source[(i * width) + index] ? 1 : 0;
        }
    }
}
