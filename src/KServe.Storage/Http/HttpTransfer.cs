using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace KServe.Storage.Http;

/// <summary>The bytes of one download so far, over all its attempts.</summary>
/// <remarks>Not safe for concurrent calls.</remarks>
internal sealed class HttpTransfer(FileStream file) : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Offset { get; private set; }

    /// <summary>Gets or sets the bytes in all, when the server said.</summary>
    public long? Total { get; set; }

    public EntityTagHeaderValue? ETag { get; set; }

    public DateTimeOffset? LastModified { get; set; }

    public string? MediaType { get; set; }

    /// <summary>Gets what says that the rest belongs to what is here, if anything does.</summary>
    public RangeConditionHeaderValue? Validator => ETag is { IsWeak: false } tag
        ? new RangeConditionHeaderValue(tag)
        : LastModified is { } date ? new RangeConditionHeaderValue(date) : null;

    /// <summary>Goes on after the bytes that the file has already, unless they are too many.</summary>
    public async ValueTask ContinueAsync(long? total, CancellationToken cancellationToken)
    {
        if (file.Length > total)
        {
            Restart();
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            file.Position = 0;
            while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                _hash.AppendData(buffer.AsSpan(0, read));
                Offset += read;
            }
        }
        catch (IOException e)
        {
            throw StorageErrors.CacheFailed(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Total = total;
    }

    /// <summary>Forgets everything: the next bytes are the first.</summary>
    public void Restart()
    {
        try
        {
            file.SetLength(0);
            file.Position = 0;
        }
        catch (IOException e)
        {
            throw StorageErrors.CacheFailed(e);
        }

        _hash.GetHashAndReset();
        Offset = 0;
        Total = null;
        ETag = null;
        LastModified = null;
        MediaType = null;
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw StorageErrors.CacheFailed(e);
        }

        _hash.AppendData(bytes.Span);
        Offset += bytes.Length;
    }

    /// <summary>Brings the file to the disk.</summary>
    /// <returns>The SHA-256 digest in lower-case hex.</returns>
    public string Complete()
    {
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw StorageErrors.CacheFailed(e);
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await file.DisposeAsync();
    }
}
