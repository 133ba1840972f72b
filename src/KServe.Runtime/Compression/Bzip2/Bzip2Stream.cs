namespace KServe.Runtime.Compression.Bzip2;

/// <summary>Unpacks bzip2 files, several streams in one file included.</summary>
/// <remarks>
/// Source: "BZIP2: Format Specification" by J. Tsai (2016). Blocks of the long-obsolete randomised form are refused.
/// </remarks>
internal sealed class Bzip2Stream(Stream stream) : ReadOnlyStream
{
    private const ulong BlockMagic = 0x314159265359;
    private const ulong EndMagic = 0x177245385090;
    private const int BlockStep = 100_000;

    private readonly Bzip2BitReader _bits = new(new PackedSource(stream));
    private Bzip2Block? _block;
    private bool _isInStream;
    private bool _hasBlock;
    private uint _streamCrc;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_hasBlock)
            {
                var count = _block!.Read(buffer);
                if (count > 0)
                {
                    return count;
                }

                _streamCrc = ((_streamCrc << 1) | (_streamCrc >> 31)) ^ _block.CheckCrc();
                _hasBlock = false;
            }

            if (!_isInStream && !TryBeginStream())
            {
                return 0;
            }

            BeginBlock();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _block?.Dispose();
            _block = null;
            _hasBlock = false;
        }

        base.Dispose(disposing);
    }

    private bool TryBeginStream()
    {
        if (_bits.IsAtEnd)
        {
            return _block is null ? throw PackedSource.Damaged() : false;
        }

        var level = _bits.Read(8) == 'B' && _bits.Read(8) == 'Z' && _bits.Read(8) == 'h' ? (int)_bits.Read(8) - '0' : 0;
        if (level is < 1 or > 9)
        {
            throw PackedSource.Damaged();
        }

        if (_block is null || _block.Capacity < level * BlockStep)
        {
            _block?.Dispose();
            _block = new Bzip2Block(level * BlockStep);
        }

        _isInStream = true;
        _streamCrc = 0;
        return true;
    }

    private void BeginBlock()
    {
        var magic = ((ulong)_bits.Read(24) << 24) | _bits.Read(24);
        var crc = (_bits.Read(16) << 16) | _bits.Read(16);
        if (magic == BlockMagic)
        {
            _block!.Unpack(_bits, crc);
            _hasBlock = true;
            return;
        }

        if (magic != EndMagic || crc != _streamCrc)
        {
            throw PackedSource.Damaged();
        }

        _bits.AlignToByte();
        _isInStream = false;
    }
}
