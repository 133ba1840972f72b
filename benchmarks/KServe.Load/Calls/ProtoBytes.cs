using System.Buffers.Binary;
using System.Text;

namespace KServe.Load.Calls;

/// <summary>Writes protobuf fields by hand, so that messages can also be wrong on purpose.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class ProtoBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>Appends a varint field.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The value.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Varint(int field, ulong value)
    {
        AppendVarint(((ulong)field << 3) | 0);
        AppendVarint(value);
        return this;
    }

    /// <summary>Appends a field of bytes.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Bytes(int field, ReadOnlySpan<byte> value)
    {
        AppendVarint(((ulong)field << 3) | 2);
        AppendVarint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>Appends a field of text.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The text.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Appends a message.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="value">The message.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Message(int field, ProtoBytes value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Bytes(field, value.ToArray());
    }

    /// <summary>Appends packed varints.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="values">The values.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Packed(int field, params ReadOnlySpan<long> values)
    {
        var packed = new ProtoBytes();
        foreach (var value in values)
        {
            packed.AppendVarint(unchecked((ulong)value));
        }

        return Message(field, packed);
    }

    /// <summary>Appends bytes as they are.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>This writer.</returns>
    public ProtoBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Copies what was written.</summary>
    /// <returns>The message.</returns>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Copies what was written behind the five bytes of a gRPC frame.</summary>
    /// <param name="isCompressed">Whether the frame says that it is compressed.</param>
    /// <returns>The frame.</returns>
    public byte[] ToFrame(bool isCompressed = false)
    {
        var frame = new byte[5 + _bytes.Count];
        frame[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)_bytes.Count);
        _bytes.CopyTo(frame, 5);
        return frame;
    }

    private void AppendVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
