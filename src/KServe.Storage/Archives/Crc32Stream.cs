namespace KServe.Storage.Archives;

/// <summary>Computes the checksum of what is read through it.</summary>
internal sealed class Crc32Stream(Stream inner) : ReadOnlyStream
{
    private Crc32 _crc;

    public uint Value => _crc.Value;

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _crc.Append(buffer[..read]);
        return read;
    }
}
