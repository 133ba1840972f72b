namespace KServe.LoadTest.Client;

/// <summary>Cuts what is read into frames; bodies pass through in pieces, other frames come whole.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class Http2Receiver
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _filled;
    private Http2FrameHeader _data;
    private int _dataLeft;

    /// <summary>Takes one frame, or a piece of the body of one.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="payload">The payload; of data perhaps only a piece.</param>
    /// <param name="isEnd">Whether the payload ends here.</param>
    public delegate void FrameHandler(in Http2FrameHeader header, ReadOnlySpan<byte> payload, bool isEnd);

    /// <summary>Gets where to read to.</summary>
    public Span<byte> Room => _buffer.AsSpan(_filled);

    /// <summary>Takes what was read into <see cref="Room"/>.</summary>
    /// <param name="count">How many bytes.</param>
    /// <param name="handler">Gets the frames.</param>
    public void Take(int count, FrameHandler handler)
    {
        _filled += count;
        var rest = _buffer.AsSpan(0, _filled);
        while (TakeOne(ref rest, handler))
        {
        }

        rest.CopyTo(_buffer);
        _filled = rest.Length;
    }

    private bool TakeOne(ref Span<byte> rest, FrameHandler handler)
    {
        if (_dataLeft > 0)
        {
            return TakeData(ref rest, handler);
        }

        if (rest.Length < Http2FrameHeader.Size)
        {
            return false;
        }

        var header = Http2FrameHeader.Read(rest);
        var payload = rest[Http2FrameHeader.Size..];
        if (header.Type == Http2FrameType.Data && (header.Flags & Http2FrameHeader.Padded) == 0 && header.Length > 0)
        {
            (_data, _dataLeft) = (header, header.Length);
            rest = payload;
            return true;
        }

        if (payload.Length < header.Length)
        {
            return header.Length + Http2FrameHeader.Size <= _buffer.Length
                ? false
                : throw new LoadException($"a frame of {header.Length} bytes");
        }

        handler(header, header.Unpad(payload[..header.Length]), isEnd: true);
        rest = payload[header.Length..];
        return true;
    }

    private bool TakeData(ref Span<byte> rest, FrameHandler handler)
    {
        var piece = rest[..Math.Min(rest.Length, _dataLeft)];
        if (piece.IsEmpty)
        {
            return false;
        }

        _dataLeft -= piece.Length;
        handler(_data, piece, isEnd: _dataLeft == 0);
        rest = rest[piece.Length..];
        return true;
    }
}
