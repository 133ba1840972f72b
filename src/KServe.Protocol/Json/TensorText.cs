using System.Buffers.Binary;
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
                WriteBooleans(ref json, bytes);
                break;
            case TensorDataType.UINT8:
                WriteNumbers<byte>(ref json, bytes);
                break;
            case TensorDataType.UINT16:
                WriteNumbers<ushort>(ref json, bytes);
                break;
            case TensorDataType.UINT32:
                WriteNumbers<uint>(ref json, bytes);
                break;
            case TensorDataType.UINT64:
                WriteNumbers<ulong>(ref json, bytes);
                break;
            case TensorDataType.INT8:
                WriteNumbers<sbyte>(ref json, bytes);
                break;
            case TensorDataType.INT16:
                WriteNumbers<short>(ref json, bytes);
                break;
            case TensorDataType.INT32:
                WriteNumbers<int>(ref json, bytes);
                break;
            case TensorDataType.INT64:
                WriteNumbers<long>(ref json, bytes);
                break;
            case TensorDataType.FP64:
                WriteNumbers<double>(ref json, bytes);
                break;
            case TensorDataType.FP32 when style != TensorTextStyle.KServe:
                WriteNumbers<float>(ref json, bytes);
                break;
            default:
                WriteWidened(ref json, tensor.DataType, bytes);
                break;
        }
    }

    private static void WriteNumbers<T>(ref JsonOutput json, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IUtf8SpanFormattable
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < values.Length; i++)
        {
            json.Separate(i);
            json.Number(values[i]);
        }
    }

    private static void WriteBooleans(ref JsonOutput json, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            json.Separate(i);
            json.Boolean(bytes[i] != 0);
        }
    }

    private static void WriteWidened(ref JsonOutput json, TensorDataType dataType, ReadOnlySpan<byte> bytes)
    {
        if (dataType == TensorDataType.FP32)
        {
            var values = MemoryMarshal.Cast<byte, float>(bytes);
            for (var i = 0; i < values.Length; i++)
            {
                json.Separate(i);
                json.Number((double)values[i]);
            }

            return;
        }

        var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (var i = 0; i < halves.Length; i++)
        {
            json.Separate(i);
            json.Number(dataType == TensorDataType.BF16
                ? BrainFloat.ToSingle(halves[i])
                : (float)BitConverter.UInt16BitsToHalf(halves[i]));
        }
    }

    private static void WriteBytes(
        ref JsonOutput json, InferTensor tensor, ref TensorPosition position, long count, TensorTextStyle style)
    {
        var bytes = tensor.Data.Span;
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
