using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace KServe.PayloadLogging;

/// <summary>Writes the elements of a captured tensor as JSON, one run after the other.</summary>
/// <param name="tensor">The tensor.</param>
/// <param name="bytes">Its bytes, from the first element on.</param>
/// <param name="first">Which element of the tensor comes first.</param>
internal ref struct TensorElements(CapturedTensor tensor, ReadOnlySpan<byte> bytes, long first = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position = 0;
    private long _element = first;

    /// <summary>Gets how many bytes were written.</summary>
    public readonly int Position => _position;

    /// <summary>Writes the next elements as values of the current array.</summary>
    public void Write(Utf8JsonWriter json, long count)
    {
        if (tensor.DataType == TensorDataType.BYTES)
        {
            for (long i = 0; i < count; i++)
            {
                WriteText(json);
            }

            return;
        }

        var run = _bytes.Slice(_position, checked((int)count * tensor.DataType.GetElementSize()));
        _position += run.Length;
        _element += count;
        Write(json, tensor.DataType, run);
    }

    private static void Write(Utf8JsonWriter json, TensorDataType dataType, ReadOnlySpan<byte> run)
    {
        switch (dataType)
        {
            case TensorDataType.FP32:
                Write<float>(json, run, static (json, value) => WriteNumber(json, value));
                break;
            case TensorDataType.FP64:
                Write<double>(json, run, static (json, value) => WriteNumber(json, value));
                break;
            case TensorDataType.FP16:
                Write<Half>(json, run, static (json, value) => WriteNumber(json, (float)value));
                break;
            case TensorDataType.BF16:
                Write<ushort>(
                    json,
                    run,
                    static (json, value) => WriteNumber(json, BitConverter.UInt32BitsToSingle((uint)value << 16)));
                break;
            case TensorDataType.INT64:
                Write<long>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.INT32:
                Write<int>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.INT16:
                Write<short>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.INT8:
                Write<sbyte>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.UINT64:
                Write<ulong>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.UINT32:
                Write<uint>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.UINT16:
                Write<ushort>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
            case TensorDataType.BOOL:
                Write<byte>(json, run, static (json, value) => json.WriteBooleanValue(value != 0));
                break;
            default:
                Write<byte>(json, run, static (json, value) => json.WriteNumberValue(value));
                break;
        }
    }

    private static void Write<T>(Utf8JsonWriter json, ReadOnlySpan<byte> run, Action<Utf8JsonWriter, T> write)
        where T : unmanaged
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(run))
        {
            write(json, value);
        }
    }

    // JSON has no NaN and no infinity: null, as in the protocols.
    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void WriteText(Utf8JsonWriter json)
    {
        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(_bytes[_position..]);
        var element = _bytes.Slice(_position + sizeof(uint), length);
        _position += sizeof(uint) + length;
        var isMissing = tensor.Missing.Length > 0 && Array.BinarySearch(tensor.Missing, (int)_element) >= 0;
        _element++;
        if (isMissing)
        {
            json.WriteNullValue();
        }
        else if (Utf8.IsValid(element))
        {
            json.WriteStringValue(element);
        }
        else
        {
            // As V1 writes bytes that are no text; V2 JSON has no form for them at all.
            json.WriteStartObject();
            json.WriteBase64String("b64"u8, element);
            json.WriteEndObject();
        }
    }
}
