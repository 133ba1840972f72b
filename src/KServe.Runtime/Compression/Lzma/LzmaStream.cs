namespace KServe.Runtime.Compression.Lzma;

/// <summary>Unpacks .lzma files: properties, dictionary size, length, and one LZMA stream.</summary>
/// <remarks>Source: "LZMA specification" by I. Pavlov (2015). The format has no checksum.</remarks>
internal sealed class LzmaStream : ReadOnlyStream
{
    private readonly PackedSource _source;
    private readonly LzmaRangeDecoder _range;
    private readonly LzmaWindow _window;
    private readonly LzmaDecoder _decoder;
    private readonly bool _hasLength;
    private long _left;
    private bool _isChecked;

    public LzmaStream(Stream stream)
    {
        _source = new PackedSource(stream);
        var properties = _source.ReadByte();
        _window = new LzmaWindow(_source.ReadUInt32());
        var length = _source.ReadUInt64();
        _hasLength = length != ulong.MaxValue;
        _left = length <= long.MaxValue ? (long)length : long.MaxValue;
        _range = new LzmaRangeDecoder(_source);
        _decoder = new LzmaDecoder(_range, _window);
        _decoder.SetProperties(properties);
        _range.Start();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_window.IsEmpty && _left > 0 && !_decoder.IsEnded)
        {
            _left -= _decoder.Decode(_left);
        }

        if (_window.IsEmpty && !_isChecked)
        {
            CheckEnd();
        }

        return _window.Read(buffer);
    }

    private void CheckEnd()
    {
        _isChecked = true;
        if (_hasLength && _left == 0 && !_range.IsFinished)
        {
            _decoder.DecodeMarker();
        }

        if (!_range.IsFinished || (_hasLength && _left > 0) || !_source.IsAtEnd)
        {
            throw PackedSource.Damaged();
        }
    }
}
