using KServe.Runtime.Compression.Lzma;

namespace KServe.Runtime.Compression.Xz;

/// <summary>Unpacks one block of an .xz file.</summary>
internal sealed class XzBlock
{
    private const int Alignment = 4;

    private readonly PackedSource _source;
    private readonly XzBlockHeader _header;
    private readonly XzCheck _check;
    private readonly Lzma2Reader _reader;
    private readonly long _start;
    private readonly long _dataStart;
    private long _unpacked;

    /// <param name="source">The packed bytes, after the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="checkKind">The checksum at the block's end.</param>
    /// <param name="start">Where the header began.</param>
    /// <param name="reader">Unpacks the data.</param>
    public XzBlock(
        PackedSource source,
        XzBlockHeader header,
        XzCheckKind checkKind,
        long start,
        Lzma2Reader reader)
    {
        _source = source;
        _header = header;
        _check = new XzCheck(checkKind);
        _reader = reader;
        _start = start;
        _dataStart = source.Position;
    }

    public int Read(Span<byte> buffer)
    {
        if (_reader.Window.IsEmpty)
        {
            _reader.Fill();
        }

        var count = _reader.Window.Read(buffer);
        _check.Append(buffer[..count]);
        _unpacked += count;
        return count;
    }

    /// <summary>Reads and checks what follows the data.</summary>
    /// <returns>The two sizes that the index repeats: of the block without padding, and unpacked.</returns>
    public (long Size, long UnpackedSize) Finish()
    {
        var packed = _source.Position - _dataStart;
        for (var i = packed; i % Alignment != 0; i++)
        {
            if (_source.ReadByte() != 0)
            {
                throw PackedSource.Damaged();
            }
        }

        _check.ReadAndCompare(_source);
        if ((_header.PackedSize is { } packedSize && packedSize != (ulong)packed)
            || (_header.UnpackedSize is { } unpackedSize && unpackedSize != (ulong)_unpacked))
        {
            throw PackedSource.Damaged();
        }

        return (_dataStart - _start + packed + _check.Size, _unpacked);
    }
}
