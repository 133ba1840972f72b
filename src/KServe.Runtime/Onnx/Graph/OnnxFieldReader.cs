using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace KServe.Runtime.Onnx.Graph;

/// <summary>Reads the fields of one protobuf message that lies in memory.</summary>
/// <remarks>The wire format is described at protobuf.dev/programming-guides/encoding.</remarks>
internal ref struct OnnxFieldReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = message;
    private int _wire;

    /// <summary>Gets the number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field; the value of the one before must be read or skipped.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = tag is > 7 and <= uint.MaxValue
            ? (int)(tag >> 3)
            : throw new InvalidDataException("a field of the message has no number");
        _wire = (int)(tag & 7);
        return true;
    }

    public long ReadInteger()
    {
        Expect(Varint);
        return (long)ReadVarint();
    }

    public float ReadSingle()
    {
        Expect(Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(Bytes);
        var length = ReadVarint();
        return length <= (ulong)_rest.Length
            ? Take((int)length)
            : throw new InvalidDataException($"a field declares {length} bytes, {_rest.Length} are left");
    }

    public string ReadText() => StrictUtf8.GetString(ReadBytes());

    /// <summary>Appends integers: one, or packed ones.</summary>
    public void ReadIntegers(List<long> values)
    {
        if (_wire != Bytes)
        {
            values.Add(ReadInteger());
            return;
        }

        var packed = new OnnxFieldReader(ReadBytes());
        while (!packed._rest.IsEmpty)
        {
            values.Add((long)packed.ReadVarint());
        }
    }

    /// <summary>Appends numbers of 32 bits: one, or packed ones.</summary>
    public void ReadSingles(List<double> values)
    {
        if (_wire != Bytes)
        {
            values.Add(ReadSingle());
            return;
        }

        foreach (var value in Cast<float>(ReadBytes()))
        {
            values.Add(value);
        }
    }

    /// <summary>Appends numbers of 64 bits: one, or packed ones.</summary>
    public void ReadDoubles(List<double> values)
    {
        if (_wire != Bytes)
        {
            Expect(Fixed64);
            values.Add(BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double))));
            return;
        }

        values.AddRange(Cast<double>(ReadBytes()));
    }

    public void Skip()
    {
        switch (_wire)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case Bytes:
                ReadBytes();
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw new InvalidDataException($"a field has the unknown wire type {_wire}");
        }
    }

    /// <summary>Sees little-endian bytes as numbers.</summary>
    /// <exception cref="InvalidDataException">The bytes are no whole number of them.</exception>
    public static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX files are read on little-endian processors only");
        }

        var values = MemoryMarshal.Cast<byte, T>(bytes);
        return MemoryMarshal.AsBytes(values).Length == bytes.Length
            ? values
            : throw new InvalidDataException($"{bytes.Length} bytes are no whole count of numbers");
    }

    private void Expect(int wire)
    {
        if (_wire != wire)
        {
            throw new InvalidDataException($"field {Field} has the wire type {_wire}, {wire} was expected");
        }
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("an integer has more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("the message ends too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
