namespace KServe.Runtime.Compression;

/// <summary>Checks the length and the CRC-32 of a zip member when its end is reached.</summary>
internal sealed class CheckedStream(Stream stream, long expectedLength, uint expectedCrc) : ReadOnlyStream
{
    private uint _crc;
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = stream.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw PackedSource.Damaged(e);
        }

        _crc = Crc32.Append(_crc, buffer[..count]);
        _length += count;
        if (count == 0 && !buffer.IsEmpty && (_crc != expectedCrc || _length != expectedLength))
        {
            throw PackedSource.Damaged();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
