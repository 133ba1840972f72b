namespace KServe.Runtime.Compression;

/// <summary>Sees whether a reader wanted more than there was.</summary>
internal sealed class WatchedStream(Stream stream) : ReadOnlyStream
{
    /// <summary>Gets whether the end was met.</summary>
    public bool IsExhausted { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer);
        IsExhausted |= count == 0 && !buffer.IsEmpty;
        return count;
    }
}
