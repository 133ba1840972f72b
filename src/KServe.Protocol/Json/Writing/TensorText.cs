using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace KServe.Protocol;

/// <summary>Writes the elements of tensors as JSON.</summary>
internal static class TensorText
{
    /// <summary>Writes elements separated by commas.</summary>
    /// <param name="json">Takes the elements.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="position">Where the first element begins; moved behind the last.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="style">How values without one JSON form are written.</param>
    public static void Write(
        ref JsonOutput json, InferTensor tensor, ref TensorPosition position, long count, TensorTextStyle style)
    {
        if (tensor.DataType == TensorDataType.BYTES)
        {
            WriteBytes(ref json, tensor, ref position, count, style);
            return;
        }

        var length = checked((int)count * tensor.DataType.GetElementSize());
        var bytes = tensor.Data.Span.Slice(position.Byte, length);
        position.Byte += length;
        switch (tensor.DataType)
        {
            case TensorDataType.BOOL:
                json.Elements<byte, BooleanText>(bytes);
                break;
            case TensorDataType.UINT8:
                json.Elements<byte, ByteText>(bytes);
                break;
            case TensorDataType.UINT16:
                WriteIntegers<ushort>(ref json, bytes);
                break;
            case TensorDataType.UINT32:
                WriteIntegers<uint>(ref json, bytes);
                break;
            case TensorDataType.UINT64:
                WriteIntegers<ulong>(ref json, bytes);
                break;
            case TensorDataType.INT8:
                WriteIntegers<sbyte>(ref json, bytes);
                break;
            case TensorDataType.INT16:
                WriteIntegers<short>(ref json, bytes);
                break;
            case TensorDataType.INT32:
                WriteIntegers<int>(ref json, bytes);
                break;
            case TensorDataType.INT64:
                WriteIntegers<long>(ref json, bytes);
                break;
            case TensorDataType.FP64:
                json.Elements<double, DoubleText>(MemoryMarshal.Cast<byte, double>(bytes));
                break;
            case TensorDataType.FP32 when style == TensorTextStyle.KServe:
                json.Elements<float, WidenedText>(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            case TensorDataType.FP32:
                json.Elements<float, SingleText>(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            case TensorDataType.FP16:
                json.Elements<Half, HalfText>(MemoryMarshal.Cast<byte, Half>(bytes));
                break;
            default:
                json.Elements<ushort, BrainFloatText>(MemoryMarshal.Cast<byte, ushort>(bytes));
                break;
        }
    }

    private static void WriteIntegers<T>(ref JsonOutput json, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryInteger<T> =>
        json.Elements<T, IntegerText<T>>(MemoryMarshal.Cast<byte, T>(bytes));

    private static void WriteBytes(
        ref JsonOutput json, InferTensor tensor, ref TensorPosition position, long count, TensorTextStyle style)
    {
        var bytes = tensor.Data.Span;
        var isJson = style == TensorTextStyle.V1 && EmbeddedJson.IsDeclared(tensor);
        for (long i = 0; i < count; i++)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[position.Byte..]);
            var element = bytes.Slice(position.Byte + sizeof(uint), length);
            position.Byte += sizeof(uint) + length;
            json.Separate(i);
            if (position.TakeMissing(tensor))
            {
                json.Raw("null"u8);
            }
            else if (isJson && EmbeddedJson.IsValue(element))
            {
                json.Raw(element);
            }
            else if (Utf8.IsValid(element))
            {
                json.Text(element);
            }
            else if (style == TensorTextStyle.V1)
            {
                json.Raw("{\"b64\":"u8);
                json.Base64(element);
                json.Raw((byte)'}');
            }
            else
            {
                throw InferenceException.InvalidArgument(
                    $"output '{tensor.Name}' of BYTES: element {i} is not UTF-8 and has no JSON form. "
                    + $"Please use the binary data format for output {tensor.Name}");
            }
        }
    }
}
