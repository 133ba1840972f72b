using System.Buffers.Binary;
using System.Text;

namespace KServe.Trees;

/// <summary>Writes the few protobuf forms that an ONNX model needs.</summary>
internal sealed class ProtoWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public ProtoWriter Number(int field, long value)
    {
        Varint(((ulong)field << 3) | 0);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    public ProtoWriter Floats(int field, IReadOnlyCollection<float> values)
    {
        var packed = new byte[values.Count * sizeof(float)];
        var at = 0;
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(packed.AsSpan(at), value);
            at += sizeof(float);
        }

        return Bytes(field, packed);
    }

    public ProtoWriter Numbers(int field, IReadOnlyCollection<long> values)
    {
        var packed = new ProtoWriter();
        foreach (var value in values)
        {
            packed.Varint((ulong)value);
        }

        return Message(field, packed);
    }

    private ProtoWriter Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
