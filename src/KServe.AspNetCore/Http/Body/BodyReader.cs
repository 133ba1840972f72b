using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KServe.AspNetCore;

/// <summary>Reads whole request bodies into one block of pooled memory each.</summary>
/// <remarks>
/// Safe for concurrent use. Waiting for a socket is the rule here: the state of what waits is pooled.
/// </remarks>
internal sealed class BodyReader(TensorPool pool)
{
    /// <summary>The most bytes of a body that only steers the server.</summary>
    public const int ControlLimit = 1 << 20;

    private const int FirstChunk = 4096;
    private const int FramingAllowance = 64 << 10;

    /// <summary>Reads the body, decompressed, of at most <paramref name="limit"/> bytes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes, counted while they arrive.</param>
    /// <param name="jsonLength">The bytes before the first binary tensor, for alignment.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <param name="into">The body to begin, when the caller has one to be used again.</param>
    public ValueTask<RequestBody> ReadAsync(
        HttpContext context,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken,
        RequestBody? into = null)
    {
        var request = context.Request;
        var isCompressed = IsCompressed(request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Kestrel counts what frames the chunks, too: leave room for that of chunks that have a sensible size.
            size.MaxRequestBodySize = (long)limit + (limit / 8) + FramingAllowance;
        }

        var length = request.ContentLength;
        if (length > limit)
        {
            throw Refusal.TooLarge(limit);
        }

        into ??= new RequestBody();
        return isCompressed
            ? InflateAsync(request, into, length, limit, jsonLength, cancellationToken)
            : ReadRawAsync(request.BodyReader, into, length, limit, jsonLength, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestBody> InflateAsync(
        HttpRequest request,
        RequestBody into,
        long? length,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken)
    {
        using var compressed = await ReadRawAsync(
            request.BodyReader, new RequestBody(), length, limit, jsonLength: 0, cancellationToken);
        return GzipInflater.Inflate(compressed.Memory, into, pool, limit, jsonLength);
    }

    /// <summary>Takes a body that came with its head, the common case, without the state of what waits.</summary>
    private ValueTask<RequestBody> ReadRawAsync(
        PipeReader reader,
        RequestBody body,
        long? length,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken)
    {
        if (!reader.TryRead(out var read))
        {
            return WaitAsync(reader, body, length, limit, jsonLength, cancellationToken);
        }

        body.Begin(pool, (int)(length ?? FirstChunk), limit, jsonLength);
        return TryTake(reader, read, body, cancellationToken)
            ? new ValueTask<RequestBody>(body)
            : WaitAsync(reader, body, length, limit, jsonLength, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestBody> WaitAsync(
        PipeReader reader,
        RequestBody body,
        long? length,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken)
    {
        ReadResult read;
        do
        {
            try
            {
                read = await reader.ReadAsync(cancellationToken);
            }
            catch
            {
                body.Dispose();
                throw;
            }

            // Memory is rented when the first bytes are there: an announced length alone must cost nothing.
            if (!body.HasBegun)
            {
                body.Begin(pool, (int)(length ?? FirstChunk), limit, jsonLength);
            }
        }
        while (!TryTake(reader, read, body, cancellationToken));
        return body;
    }

    /// <summary>Takes what has arrived; disposes the body when that fails.</summary>
    /// <returns>Whether it was the last of it.</returns>
    private static bool TryTake(
        PipeReader reader,
        in ReadResult read,
        RequestBody body,
        CancellationToken cancellationToken)
    {
        try
        {
            RequireUsable(read, cancellationToken);
            body.Append(read.Buffer);
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            // The server drains what is left of a refused body and needs the reader for it.
            reader.AdvanceTo(read.Buffer.End);
        }

        return read.IsCompleted;
    }

    private static void RequireUsable(ReadResult read, CancellationToken cancellationToken)
    {
        if (read.IsCanceled)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static bool IsCompressed(HttpRequest request)
    {
        var encodings = request.Headers.ContentEncoding;
        return encodings.Count switch
        {
            0 => false,
            1 when Is(encodings[0], "identity") => false,
            1 when Is(encodings[0], "gzip") => true,
            _ => throw Refusal.UnsupportedMediaType("Content-Encoding: 'gzip', once, or none was expected."),
        };
    }

    private static bool Is(string? value, string name) =>
        value.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
