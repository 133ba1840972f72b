namespace KServe.Storage.Archives;

/// <summary>Computes the checksum of what is read through it.</summary>
internal sealed class Crc32Stream(Stream inner) : ReadOnlyStream
{
    public uint Value { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        Value = Crc32.Append(Value, buffer[..read]);
        return read;
    }
}
