namespace KServe.Runtime.Compression.Bzip2;

/// <summary>Reads bits, the most significant one of each byte first.</summary>
internal sealed class Bzip2BitReader(PackedSource source)
{
    private ulong _bits;
    private int _count;

    // zeros that stand for what lies beyond the end, so that a code near it can be looked up
    private int _padding;

    public bool IsAtEnd => _count == _padding && source.IsAtEnd;

    /// <summary>Reads up to 24 bits.</summary>
    public uint Read(int count)
    {
        var bits = Peek(count);
        Skip(count);
        return bits;
    }

    public bool ReadBit() => Read(1) != 0;

    /// <summary>Looks at up to 24 bits; beyond the end there are zeros.</summary>
    public uint Peek(int count)
    {
        while (_count < count)
        {
            _bits <<= 8;
            _count += 8;
            if (source.IsAtEnd)
            {
                _padding += 8;
            }
            else
            {
                _bits |= source.ReadByte();
            }
        }

        return (uint)(_bits >> (_count - count)) & ((1u << count) - 1);
    }

    public void Skip(int count)
    {
        _count -= count;
        if (_count < _padding)
        {
            throw new InvalidDataException("the compressed data end too early");
        }
    }

    public void AlignToByte() => _count -= _count % 8;
}
