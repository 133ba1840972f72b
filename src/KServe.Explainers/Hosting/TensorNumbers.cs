using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KServe.Explainers;

/// <summary>Reads tensors of any number type as doubles, and writes them back.</summary>
internal static class TensorNumbers
{
    public static bool IsFloat(TensorDataType dataType) => dataType
        is TensorDataType.FP16 or TensorDataType.FP32 or TensorDataType.FP64 or TensorDataType.BF16;

    /// <summary>Reads all elements of a tensor that holds no BYTES.</summary>
    public static void Read(InferTensor tensor, Span<double> values)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP64:
                tensor.AsSpan<double>().CopyTo(values);
                break;
            case TensorDataType.FP32:
                Read<float>(tensor, values);
                break;
            case TensorDataType.FP16:
                Read<Half>(tensor, values);
                break;
            case TensorDataType.BF16:
                ReadBrainFloat(tensor, values);
                break;
            case TensorDataType.INT64:
                Read<long>(tensor, values);
                break;
            case TensorDataType.INT32:
                Read<int>(tensor, values);
                break;
            case TensorDataType.INT16:
                Read<short>(tensor, values);
                break;
            case TensorDataType.INT8:
                Read<sbyte>(tensor, values);
                break;
            case TensorDataType.UINT64:
                Read<ulong>(tensor, values);
                break;
            case TensorDataType.UINT32:
                Read<uint>(tensor, values);
                break;
            case TensorDataType.UINT16:
                Read<ushort>(tensor, values);
                break;
            default:
                Read<byte>(tensor, values);
                break;
        }
    }

    /// <summary>Writes all elements; integers are rounded and stay in the range of their type.</summary>
    public static void Write(InferTensor tensor, ReadOnlySpan<double> values)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.FP64:
                values.CopyTo(tensor.AsSpan<double>());
                break;
            case TensorDataType.FP32:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<float>());
                break;
            case TensorDataType.FP16:
                TensorPrimitives.ConvertTruncating(values, tensor.AsSpan<Half>());
                break;
            case TensorDataType.BF16:
                WriteBrainFloat(tensor, values);
                break;
            case TensorDataType.INT64:
                WriteRounded<long>(tensor, values);
                break;
            case TensorDataType.INT32:
                WriteRounded<int>(tensor, values);
                break;
            case TensorDataType.INT16:
                WriteRounded<short>(tensor, values);
                break;
            case TensorDataType.INT8:
                WriteRounded<sbyte>(tensor, values);
                break;
            case TensorDataType.UINT64:
                WriteRounded<ulong>(tensor, values);
                break;
            case TensorDataType.UINT32:
                WriteRounded<uint>(tensor, values);
                break;
            case TensorDataType.UINT16:
                WriteRounded<ushort>(tensor, values);
                break;
            case TensorDataType.BOOL:
                WriteBooleans(tensor, values);
                break;
            default:
                WriteRounded<byte>(tensor, values);
                break;
        }
    }

    private static void Read<T>(InferTensor tensor, Span<double> values)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertTruncating<T, double>(tensor.AsSpan<T>(), values);

    private static void ReadBrainFloat(InferTensor tensor, Span<double> values)
    {
        var source = tensor.AsSpan<ushort>();
        for (var i = 0; i < source.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    private static void WriteRounded<T>(InferTensor tensor, ReadOnlySpan<double> values)
        where T : unmanaged, INumberBase<T>
    {
        var target = MemoryMarshal.Cast<byte, T>(tensor.Data.Span);
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = T.CreateSaturating(Math.Round(values[i]));
        }
    }

    private static void WriteBooleans(InferTensor tensor, ReadOnlySpan<double> values)
    {
        var target = tensor.AsSpan<byte>();
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = Unsafe.BitCast<bool, byte>(values[i] >= 0.5);
        }
    }

    // Round to nearest, ties to even, on the bits that are cut off; NaN keeps a bit of its payload.
    private static void WriteBrainFloat(InferTensor tensor, ReadOnlySpan<double> values)
    {
        var target = tensor.AsSpan<ushort>();
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits((float)values[i]);
            target[i] = float.IsNaN((float)values[i])
                ? (ushort)((bits >> 16) | 0x40)
                : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }
}
