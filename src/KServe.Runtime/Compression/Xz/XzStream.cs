using KServe.Runtime.Compression.Lzma;

namespace KServe.Runtime.Compression.Xz;

/// <summary>Unpacks .xz files with LZMA2 and checks their checksums; source: "The .xz File Format" 1.2.1.</summary>
internal sealed class XzStream(Stream stream) : ReadOnlyStream
{
    private const int Alignment = 4;

    private readonly PackedSource _source = new(stream);
    private XzCheckKind _checkKind;
    private XzIndex _index = new();
    private Lzma2Reader? _reader;
    private XzBlock? _block;
    private bool _isInStream;
    private bool _hasBegun;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_block is not null)
            {
                var count = _block.Read(buffer);
                if (count > 0)
                {
                    return count;
                }

                _index.Add(_block.Finish());
                _block = null;
            }

            if (!_isInStream && !TryBeginStream())
            {
                return 0;
            }

            BeginBlockOrEnd();
        }
    }

    private bool TryBeginStream()
    {
        while (!_source.IsAtEnd)
        {
            Span<byte> header = stackalloc byte[12];
            _source.ReadExactly(header[..Alignment]);
            if (_hasBegun && header[..Alignment].IndexOfAnyExcept((byte)0) < 0)
            {
                // padding between streams
                continue;
            }

            _source.ReadExactly(header[Alignment..]);
            _checkKind = XzFlags.ReadHeader(header);
            _index = new XzIndex();
            _isInStream = _hasBegun = true;
            return true;
        }

        return _hasBegun ? false : throw PackedSource.Damaged();
    }

    private void BeginBlockOrEnd()
    {
        var start = _source.Position;
        var size = _source.ReadByte();
        if (size > 0)
        {
            var header = XzBlockHeader.Read(_source, size);
            _block = new XzBlock(_source, header, _checkKind, start, GetReader(header.DictionarySize));
            return;
        }

        var indexSize = _index.ReadAndCompare(_source, start);
        XzFlags.CheckFooter(_source, _checkKind, indexSize);
        _isInStream = false;
    }

    private Lzma2Reader GetReader(long dictionarySize)
    {
        if (_reader?.Window.DictionarySize == dictionarySize)
        {
            _reader.Reset();
            return _reader;
        }

        return _reader = new Lzma2Reader(_source, new LzmaWindow(dictionarySize));
    }
}
