namespace KServe.Runtime.OnnxRuntime.Tests;

/// <summary>Writes protobuf fields, right or wrong.</summary>
internal sealed class ProtoWriter
{
    private readonly List<byte> _bytes = [];

    public ProtoWriter Varint(int field, ulong value)
    {
        WriteVarint((ulong)(field << 3));
        WriteVarint(value);
        return this;
    }

    public ProtoWriter Text(int field, string text) => Bytes(field, System.Text.Encoding.UTF8.GetBytes(text));

    public ProtoWriter Bytes(int field, byte[] bytes)
    {
        WriteVarint((ulong)(field << 3) | 2);
        WriteVarint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    public ProtoWriter Fixed32(int field, float value)
    {
        WriteVarint((ulong)(field << 3) | 5);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.ToArray());

    public ProtoWriter Messages(int field, IEnumerable<ProtoWriter> messages)
    {
        foreach (var message in messages)
        {
            Message(field, message);
        }

        return this;
    }

    public ProtoWriter Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)value);
    }
}
