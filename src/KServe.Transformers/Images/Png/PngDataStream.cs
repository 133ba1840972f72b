namespace KServe.Transformers.Images;

/// <summary>Reads the pieces of a PNG's pixels as one stream.</summary>
internal sealed class PngDataStream(List<ReadOnlyMemory<byte>> pieces) : Stream
{
    private int _index;
    private int _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_index < pieces.Count && _offset == pieces[_index].Length)
        {
            (_index, _offset) = (_index + 1, 0);
        }

        if (_index == pieces.Count)
        {
            return 0;
        }

        var piece = pieces[_index].Span[_offset..];
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        _offset += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
