using System.Buffers;
using KServe.Storage.Cache;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Http;

/// <summary>Reads the body of an answer into the file, within its limits of size and time.</summary>
/// <remarks>Safe for concurrent calls with different transfers.</remarks>
internal sealed class HttpBodyReader(IOptions<StorageOptions> options, TimeProvider timeProvider)
{
    private const int BufferSize = 128 * 1024;

    public async Task ReadAsync(
        HttpSource source,
        HttpTransfer transfer,
        HttpResponseMessage response,
        IByteProgress progress,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource idle = new(Timeout.InfiniteTimeSpan, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                idle.CancelAfter(options.Value.IdleTimeout);
                int read = await ReadAsync(stream, buffer, either.Token);
                if (read == 0)
                {
                    break;
                }

                Check(source, transfer, read);
                await transfer.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
                progress.Report(transfer.Offset, transfer.Total, isEnd: false);
            }
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransientDownloadException("the download stood still.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (transfer.Total is { } total && transfer.Offset != total)
        {
            throw new TransientDownloadException($"{transfer.Offset} of {total} bytes came.");
        }

        progress.Report(transfer.Offset, transfer.Offset, isEnd: true);
    }

    private static async ValueTask<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientDownloadException("the connection broke.", e);
        }
    }

    private void Check(HttpSource source, HttpTransfer transfer, int read)
    {
        long limit = source.MaxBytes ?? options.Value.MaxDownloadBytes;
        if (read > limit - transfer.Offset)
        {
            throw StorageErrors.DownloadTooLarge(source.Display, limit);
        }

        if (read > transfer.Total - transfer.Offset)
        {
            transfer.Restart();
            throw new TransientDownloadException("more bytes came than the server had said.");
        }
    }
}
