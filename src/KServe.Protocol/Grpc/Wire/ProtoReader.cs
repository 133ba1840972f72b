using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace KServe.Protocol.Grpc;

/// <summary>Reads the fields of one protobuf message from contiguous memory.</summary>
/// <remarks>Every error is an <see cref="InferenceException"/> that begins with "malformed protobuf".</remarks>
public ref struct ProtoReader
{
    private const int MaxVarintLength = 10;
    private const int MaxGroupDepth = 100;

    private readonly ReadOnlySpan<byte> _data;

    /// <summary>Creates a reader at the begin of a message.</summary>
    /// <param name="data">The whole message, without a length before it.</param>
    public ProtoReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>Gets the bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Gets the number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Gets the layout of the current field.</summary>
    public ProtoWireType WireType { get; private set; }

    /// <summary>Tells whether nothing is left.</summary>
    public readonly bool IsAtEnd => Position == _data.Length;

    /// <summary>Moves to the next field, whose value must then be read or skipped.</summary>
    /// <returns><see langword="false"/> at the end of the message.</returns>
    public bool Read()
    {
        if (IsAtEnd)
        {
            return false;
        }

        var tag = ReadRawVarint();
        if (tag > uint.MaxValue || tag < 8)
        {
            ProtoError.ThrowMalformed("a field has an invalid number");
        }

        Field = (int)(tag >> 3);
        WireType = (ProtoWireType)(tag & 7);
        if (WireType > ProtoWireType.Fixed32)
        {
            ProtoError.ThrowMalformed($"field {Field} has an unknown wire type");
        }

        return true;
    }

    /// <summary>Moves to the next field of a number, skipping all others.</summary>
    /// <param name="field">The number.</param>
    /// <returns><see langword="false"/> when the message has no more of it.</returns>
    public bool ReadTo(int field)
    {
        while (Read())
        {
            if (Field == field)
            {
                return true;
            }

            Skip();
        }

        return false;
    }

    /// <summary>Reads the current field as a number of variable length.</summary>
    /// <returns>The number; signed fields cast it.</returns>
    public ulong ReadVarint()
    {
        Expect(ProtoWireType.Varint);
        return ReadRawVarint();
    }

    /// <summary>Reads the current field as a Boolean.</summary>
    /// <returns>The value.</returns>
    public bool ReadBool() => ReadVarint() != 0;

    /// <summary>Reads the current field as a double.</summary>
    /// <returns>The value.</returns>
    public double ReadDouble()
    {
        Expect(ProtoWireType.Fixed64);
        return BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
    }

    /// <summary>Reads the current field as bytes or as a nested message.</summary>
    /// <returns>A view of the memory, which ends at <see cref="Position"/>.</returns>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(ProtoWireType.LengthDelimited);
        var length = ReadRawVarint();
        if (length > (ulong)(_data.Length - Position))
        {
            ProtoError.ThrowMalformed($"field {Field} runs past the end of its message");
        }

        return Take((int)length);
    }

    /// <summary>Reads the current field as text.</summary>
    /// <returns>The text.</returns>
    public string ReadString() => ToText(ReadBytes());

    /// <summary>Skips the value of the current field, groups included.</summary>
    public void Skip() => Skip(depth: 0);

    internal static string ToText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            ProtoError.ThrowMalformed("a text is not valid UTF-8");
        }

        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Takes the bytes of one number without its meaning, as an unpacked element of a list.</summary>
    internal ReadOnlySpan<byte> ReadScalarBytes(ProtoWireType expected)
    {
        Expect(expected);
        var start = Position;
        Skip();
        return _data[start..Position];
    }

    internal ulong ReadRawVarint()
    {
        if (Position < _data.Length && _data[Position] < 0x80)
        {
            return _data[Position++];
        }

        return ReadLongVarint();
    }

    private ulong ReadLongVarint()
    {
        ulong value = 0;
        for (var i = 0; i < MaxVarintLength; i++)
        {
            if (IsAtEnd)
            {
                ProtoError.ThrowMalformed("a number is cut off");
            }

            var next = _data[Position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw ProtoError.Malformed("a number has more than 10 bytes");
    }

    private void Skip(int depth)
    {
        switch (WireType)
        {
            case ProtoWireType.Varint:
                ReadRawVarint();
                break;
            case ProtoWireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case ProtoWireType.LengthDelimited:
                ReadBytes();
                break;
            case ProtoWireType.Fixed32:
                Take(sizeof(uint));
                break;
            case ProtoWireType.StartGroup:
                SkipGroup(depth + 1);
                break;
            default:
                ProtoError.ThrowMalformed($"group {Field} ends without a begin");
                break;
        }
    }

    private void SkipGroup(int depth)
    {
        if (depth > MaxGroupDepth)
        {
            ProtoError.ThrowMalformed($"groups are nested more than {MaxGroupDepth} deep");
        }

        var group = Field;
        while (Read())
        {
            if (WireType == ProtoWireType.EndGroup)
            {
                if (Field != group)
                {
                    ProtoError.ThrowMalformed($"group {group} ends as group {Field}");
                }

                return;
            }

            Skip(depth);
        }

        ProtoError.ThrowMalformed($"group {group} has no end");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _data.Length - Position)
        {
            ProtoError.ThrowMalformed($"field {Field} runs past the end of its message");
        }

        var taken = _data.Slice(Position, length);
        Position += length;
        return taken;
    }

    private readonly void Expect(ProtoWireType expected)
    {
        if (WireType != expected)
        {
            ProtoError.ThrowMalformed($"field {Field} has wire type {(int)WireType}, expected {(int)expected}");
        }
    }
}
