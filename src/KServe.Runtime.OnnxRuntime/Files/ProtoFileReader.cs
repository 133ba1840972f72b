using Microsoft.Win32.SafeHandles;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Reads the fields of a protobuf file by position, so that large fields are passed over unread.</summary>
internal sealed class ProtoFileReader(SafeFileHandle file)
{
    private const int MaxVarintLength = 10;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private long _bufferStart;
    private int _bufferLength;

    public long Length { get; } = RandomAccess.GetLength(file);

    public long Position { get; private set; }

    /// <summary>Reads the number and the wire type of the next field.</summary>
    /// <exception cref="InvalidDataException">The bytes are no field.</exception>
    public ProtoTag ReadTag(long end)
    {
        var tag = ReadVarint(end);
        var number = tag >> 3;
        var wire = (ProtoWireType)(tag & 7);
        if (number is 0 or > int.MaxValue >> 2)
        {
            throw Malformed("a field has no valid number");
        }

        // Groups nest without a length in front; nothing that writes ONNX uses them.
        return wire is ProtoWireType.Varint or ProtoWireType.Fixed64 or ProtoWireType.Bytes or ProtoWireType.Fixed32
            ? new ProtoTag((int)number, wire)
            : throw Malformed("a field has an unknown wire type");
    }

    /// <summary>Reads the length of a field and gives the position behind it.</summary>
    /// <exception cref="InvalidDataException">The field runs past the end.</exception>
    public long ReadEnd(long end)
    {
        var length = ReadVarint(end);
        return length <= (ulong)(end - Position)
            ? Position + (long)length
            : throw Malformed("a field runs past the end of its message");
    }

    /// <summary>Reads an integer.</summary>
    /// <exception cref="InvalidDataException">It is longer than an integer can be, or cut.</exception>
    public ulong ReadVarint(long end)
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarintLength; i++)
        {
            var current = ReadByte(end);
            value |= (ulong)(current & 0x7f) << (7 * i);
            if (current < 0x80)
            {
                return value;
            }
        }

        throw Malformed("an integer is longer than 10 bytes");
    }

    /// <summary>Reads all bytes up to a position.</summary>
    /// <exception cref="InvalidDataException">They are more than allowed.</exception>
    public byte[] ReadBytes(long end, int maxLength, string what)
    {
        var length = end - Position;
        if (length > maxLength)
        {
            throw Malformed($"{what} is longer than {maxLength} bytes");
        }

        var bytes = new byte[length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ReadByte(end);
        }

        return bytes;
    }

    /// <summary>Passes over the value of a field that is no message.</summary>
    /// <exception cref="InvalidDataException">The field runs past the end.</exception>
    public void Skip(ProtoWireType wire, long end)
    {
        switch (wire)
        {
            case ProtoWireType.Varint:
                ReadVarint(end);
                break;
            case ProtoWireType.Bytes:
                MoveTo(ReadEnd(end));
                break;
            default:
                var width = wire == ProtoWireType.Fixed64 ? sizeof(ulong) : sizeof(uint);
                MoveTo(width <= end - Position
                    ? Position + width
                    : throw Malformed("a field runs past the end of its message"));
                break;
        }
    }

    public void MoveTo(long position) => Position = position;

    private static InvalidDataException Malformed(string reason) =>
        new($"it is no ONNX model, or damaged: {reason}");

    private byte ReadByte(long end)
    {
        if (Position >= end)
        {
            throw Malformed("the data end inside a field");
        }

        var offset = Position - _bufferStart;
        if (offset < 0 || offset >= _bufferLength)
        {
            _bufferStart = Position;
            _bufferLength = RandomAccess.Read(file, _buffer, Position);
            offset = 0;
            if (_bufferLength == 0)
            {
                throw Malformed("the file became shorter while it was read");
            }
        }

        Position++;
        return _buffer[offset];
    }
}
