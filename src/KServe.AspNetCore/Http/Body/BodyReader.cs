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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RequestBody> ReadAsync(
        HttpContext context,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken)
    {
        var isCompressed = IsCompressed(context.Request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Kestrel counts what frames the chunks, too: leave room for that of chunks that have a sensible size.
            size.MaxRequestBodySize = (long)limit + (limit / 8) + FramingAllowance;
        }

        if (context.Request.ContentLength > limit)
        {
            throw Refusal.TooLarge(limit);
        }

        if (!isCompressed)
        {
            return await ReadRawAsync(context.Request, limit, jsonLength, cancellationToken);
        }

        using var compressed = await ReadRawAsync(context.Request, limit, jsonLength: 0, cancellationToken);
        return GzipInflater.Inflate(compressed.Memory, pool, limit, jsonLength);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RequestBody> ReadRawAsync(
        HttpRequest request,
        int limit,
        int jsonLength,
        CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;

        // Memory is rented when the first bytes are there: an announced length alone must cost nothing.
        var read = await reader.ReadAsync(cancellationToken);
        var buffer = new RequestBody(pool, (int)(request.ContentLength ?? FirstChunk), limit, jsonLength);
        try
        {
            while (true)
            {
                RequireUsable(read, cancellationToken);
                try
                {
                    buffer.Append(read.Buffer);
                }
                finally
                {
                    // The server drains what is left of a refused body and needs the reader for it.
                    reader.AdvanceTo(read.Buffer.End);
                }

                if (read.IsCompleted)
                {
                    return buffer;
                }

                read = await reader.ReadAsync(cancellationToken);
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
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
