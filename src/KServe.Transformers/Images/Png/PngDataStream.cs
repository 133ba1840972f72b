namespace KServe.Transformers.Images;

/// <summary>Reads the pieces of a PNG's pixels as one stream.</summary>
internal sealed class PngDataStream(List<ReadOnlyMemory<byte>> pieces) : ReadOnlyStream
{
    private int _index;
    private int _offset;

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
}
