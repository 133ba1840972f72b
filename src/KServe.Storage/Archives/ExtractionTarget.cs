using System.Buffers;
using KServe.Storage.Cache;

namespace KServe.Storage.Archives;

/// <summary>Writes the entries of one archive below one folder and keeps the quotas.</summary>
/// <remarks>Not safe for concurrent calls.</remarks>
internal sealed class ExtractionTarget
{
    private const int BufferSize = 128 * 1024;

    // Small archives of zeros are common in tests and harmless, whatever their ratio.
    private const long RatioFloor = 64L << 20;

    private const int MaxUtf8BytesPerChar = 3;

    private readonly string _folder;
    private readonly CacheFiles _files;
    private readonly EntryNames _names;
    private readonly int _maxEntries;
    private readonly long _maxBytes;
    private readonly long _maxRatioBytes;
    private readonly CancellationToken _cancellationToken;
    private long _charged;

    public ExtractionTarget(
        string folder,
        StorageOptions options,
        CacheFiles files,
        long archiveLength,
        CancellationToken cancellationToken)
    {
        _folder = folder;
        _files = files;
        _names = new EntryNames(options.MaxPathLength, options.MaxPathDepth, options.MaxArchiveEntries);
        MaxNameBytes = (options.MaxPathLength + 2) * MaxUtf8BytesPerChar;
        _maxEntries = options.MaxArchiveEntries;
        _maxBytes = options.MaxExtractedBytes;
        Int128 ratioBytes = (Int128)archiveLength * options.MaxCompressionRatio;
        _maxRatioBytes = (long)Int128.Min(Int128.Max(ratioBytes, RatioFloor), long.MaxValue);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Gets the bytes beyond which a name is too long in any encoding.</summary>
    public int MaxNameBytes { get; }

    public int Entries { get; private set; }

    /// <summary>Gets or sets the number of the entry that errors name.</summary>
    public int Current { get; set; }

    public long Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Counts an entry, before anything about it is believed.</summary>
    public void BeginEntry()
    {
        CheckCancelled();
        CheckEntries(++Entries);
        Current = Entries;
    }

    public void CheckCancelled() => _cancellationToken.ThrowIfCancellationRequested();

    public void CheckEntries(long entries)
    {
        if (entries > _maxEntries)
        {
            throw StorageErrors.ArchiveTooLarge($"it has more than {_maxEntries} entries.");
        }
    }

    /// <summary>Counts inflated bytes against the quotas.</summary>
    public void Charge(long bytes)
    {
        CheckRoom(bytes);
        _charged += bytes;
    }

    /// <summary>Refuses a declared size that the quotas cannot hold, before any of it is read.</summary>
    public void CheckRoom(long bytes)
    {
        if (bytes > _maxBytes - _charged)
        {
            throw StorageErrors.ArchiveTooLarge($"it unpacks to more than {_maxBytes} bytes.");
        }

        if (bytes > _maxRatioBytes - _charged)
        {
            throw StorageErrors.ArchiveTooLarge("it unpacks to too many times its own size.");
        }
    }

    public void AddFolder(string name)
    {
        string? path = _names.AddFolder(name, Current);
        if (path is not null)
        {
            _files.CreateFolder(Path.Combine(_folder, path));
        }
    }

    /// <summary>Writes a file of exactly <paramref name="length"/> bytes.</summary>
    public void AddFile(string name, Stream content, long length)
    {
        string path = Path.Combine(_folder, _names.AddFile(name, Current));
        _files.CreateFolder(Path.GetDirectoryName(path)!);
        using FileStream file = _files.Create(path);
        Copy(content, file, length);
        file.Flush(flushToDisk: true);
        Files++;
        Bytes += length;
    }

    private void Copy(Stream content, FileStream file, long length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (long left = length; left > 0;)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                int read = content.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                if (read == 0)
                {
                    throw StorageErrors.BadEntry(Current, "ends before its declared size.");
                }

                file.Write(buffer, 0, read);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
