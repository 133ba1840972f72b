namespace KServe.Storage.Archives;

/// <summary>Reads the parts of a bounded piece of a file into one buffer that is used again and again.</summary>
internal sealed class SliceReader(FileStream file, long length)
{
    private readonly byte[] _buffer = new byte[ushort.MaxValue];

    public long Remaining { get; private set; } = length;

    /// <summary>Reads the next part; the span is valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(int count)
    {
        Span<byte> part = _buffer.AsSpan(0, count);
        if (count > Remaining || file.ReadAtLeast(part, count, throwOnEndOfStream: false) < count)
        {
            throw StorageErrors.BadArchive("its zip directory is damaged.");
        }

        Remaining -= count;
        return part;
    }
}
