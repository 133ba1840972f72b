namespace KServe.Runtime.Compression.Lzma;

/// <summary>Reads LZMA2: chunks of LZMA and of bytes that were not packed.</summary>
/// <remarks>Source: "The .xz File Format" 1.2.1 and the LZMA2 chunk headers of the LZMA SDK.</remarks>
internal sealed class Lzma2Reader(PackedSource source, LzmaWindow window)
{
    private readonly LzmaRangeDecoder _range = new(source);
    private LzmaDecoder? _decoder;
    private bool _needsDictionary = true;
    private bool _needsState = true;
    private bool _isPacked;
    private int _left;
    private long _chunkEnd;

    public bool IsEnded { get; private set; }

    public LzmaWindow Window => window;

    /// <summary>Begins anew, in the same memory.</summary>
    public void Reset()
    {
        window.Reset();
        _needsDictionary = _needsState = true;
        _left = 0;
        IsEnded = false;
    }

    /// <summary>Puts more bytes into the window, up to its limit, unless the end is reached.</summary>
    public void Fill()
    {
        while (!window.IsFull && !IsEnded)
        {
            if (_left == 0)
            {
                BeginChunk();
            }
            else if (_isPacked)
            {
                _left -= (int)_decoder!.Decode(_left);
                CheckChunkEnd();
            }
            else
            {
                var count = Math.Min(_left, LzmaWindow.MostWaiting / 2);
                window.Put(source, count);
                _left -= count;
            }
        }
    }

    private void CheckChunkEnd()
    {
        // a chunk never marks its end: its lengths say it
        if (_decoder!.IsEnded || (_left == 0 && (!_range.IsFinished || source.Position != _chunkEnd)))
        {
            throw PackedSource.Damaged();
        }
    }

    private void BeginChunk()
    {
        var control = source.ReadByte();
        if (control == 0)
        {
            IsEnded = true;
            return;
        }

        _isPacked = control >= 0x80;
        if (control == 1 || control >= 0xE0)
        {
            window.Reset();
            _needsDictionary = false;
        }
        else if (_needsDictionary || (!_isPacked && control > 2))
        {
            throw PackedSource.Damaged();
        }

        if (!_isPacked)
        {
            _left = ReadUInt16() + 1;
            return;
        }

        _left = ((control & 0x1F) << 16) + ReadUInt16() + 1;
        var packedLength = ReadUInt16() + 1;
        ResetDecoder(control);
        _chunkEnd = source.Position + packedLength;
        _range.Start();
    }

    private void ResetDecoder(byte control)
    {
        if (control >= 0xC0)
        {
            _decoder ??= new LzmaDecoder(_range, window);
            _decoder.SetProperties(ReadProperties());
            _needsState = false;
        }
        else if (_needsState)
        {
            throw PackedSource.Damaged();
        }
        else if (control >= 0xA0)
        {
            _decoder!.ResetState();
        }
    }

    private byte ReadProperties()
    {
        // LZMA2 allows at most four bits of literal context and position together
        var properties = source.ReadByte();
        return properties % 9 + (properties / 9 % 5) <= 4 ? properties : throw PackedSource.Damaged();
    }

    private int ReadUInt16() => (source.ReadByte() << 8) | source.ReadByte();
}
