using System.Net;
using System.Net.Http.Headers;
using KServe.Storage.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Http;

/// <summary>Downloads one file, over as many attempts as it takes and the options allow.</summary>
/// <remarks>Safe for concurrent calls with different files.</remarks>
internal sealed class HttpDownloader(
    IOptions<StorageOptions> options,
    HttpExchange exchange,
    HttpBodyReader body,
    CacheFiles files,
    TimeProvider timeProvider,
    ILoggerFactory? loggerFactory = null)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<HttpDownloader>();

    public async Task<HttpDownloadResult> DownloadAsync(
        HttpSource source,
        CacheReference? known,
        string path,
        IByteProgress progress,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(options.Value.DownloadTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await using HttpTransfer transfer = new(Open(source, path));
            if (source.IsImmutable)
            {
                await transfer.ContinueAsync(source.Bytes, either.Token);
            }

            HttpLog.Started(_logger, source.Display);
            return await RetryAsync(source, known, transfer, progress, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw StorageErrors.TimedOut(source.Display);
        }
    }

    private async Task<HttpDownloadResult> RetryAsync(
        HttpSource source,
        CacheReference? known,
        HttpTransfer transfer,
        IByteProgress progress,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TransientDownloadException failure;
            try
            {
                return await AttemptAsync(source, known, transfer, progress, cancellationToken);
            }
            catch (TransientDownloadException e)
            {
                failure = e;
            }

            HttpLog.AttemptFailed(_logger, attempt, source.Display, transfer.Offset, failure.Message);
            if (attempt > options.Value.MaxRetries || failure.RetryAfter > source.Origin?.LongestPause)
            {
                throw StorageErrors.Failed(source.Display, failure);
            }

            await Task.Delay(Pause(source, attempt, failure.RetryAfter), timeProvider, cancellationToken);
        }
    }

    private async Task<HttpDownloadResult> AttemptAsync(
        HttpSource source,
        CacheReference? known,
        HttpTransfer transfer,
        IByteProgress progress,
        CancellationToken cancellationToken)
    {
        if (source.IsImmutable && transfer.Offset == source.Bytes)
        {
            progress.Report(transfer.Offset, transfer.Offset, isEnd: true);
            return new HttpDownloadResult { Sha256 = transfer.Complete() };
        }

        if (transfer.Validator is null && !source.IsImmutable)
        {
            // Nothing would tell that the rest is the rest of the same file.
            transfer.Restart();
        }

        using HttpResponseMessage response = await exchange.SendAsync(source, transfer, known, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null && transfer.Offset == 0)
        {
            return HttpDownloadResult.NotModified;
        }

        Begin(source, transfer, response);
        await body.ReadAsync(source, transfer, response, progress, cancellationToken);
        return new HttpDownloadResult
        {
            Sha256 = transfer.Complete(),
            MediaType = transfer.MediaType,
            ETag = transfer.ETag?.ToString(),
            LastModified = transfer.LastModified,
        };
    }

    private void Begin(HttpSource source, HttpTransfer transfer, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                BeginWhole(source, transfer, response);
                break;
            case HttpStatusCode.PartialContent when transfer.Offset > 0:
                CheckRest(source, transfer, response);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when transfer.Offset > 0:
                transfer.Restart();
                throw new TransientDownloadException("the server has less than was downloaded before.");
            default:
                throw HttpFailures.FromStatus(source, response, timeProvider.GetUtcNow());
        }

        if (response.Content.Headers.ContentEncoding.Any(static e => e != "identity"))
        {
            throw StorageErrors.Failed(source.Display, "the server sent an encoding that was not asked for.");
        }

        long limit = source.MaxBytes ?? options.Value.MaxDownloadBytes;
        if (transfer.Total > limit)
        {
            throw StorageErrors.DownloadTooLarge(source.Display, limit);
        }
    }

    private static void BeginWhole(HttpSource source, HttpTransfer transfer, HttpResponseMessage response)
    {
        transfer.Restart();
        transfer.Total = response.Content.Headers.ContentLength ?? source.Bytes;
        if (source.Bytes is { } bytes && transfer.Total != bytes)
        {
            throw new TransientDownloadException($"{transfer.Total} bytes were offered, {bytes} were expected.");
        }

        transfer.ETag = response.Headers.ETag;
        transfer.LastModified = response.Content.Headers.LastModified;
        transfer.MediaType = response.Content.Headers.ContentType?.MediaType;
    }

    // If-Range asks for the rest of the same file; that the answer is that rest is still to be checked.
    private static void CheckRest(HttpSource source, HttpTransfer transfer, HttpResponseMessage response)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        bool isRest = range is { HasRange: true }
            && range.From == transfer.Offset
            && range.To >= range.From
            && (range.Length is null || transfer.Total is null || range.Length == transfer.Total)
            && (source.IsImmutable
                || response.Headers.ETag is not { } tag
                || transfer.ETag is null
                || tag.Equals(transfer.ETag));
        if (!isRest)
        {
            transfer.Restart();
            throw new TransientDownloadException("the file changed during the download.");
        }

        transfer.Total ??= range!.Length;
    }

    private FileStream Open(HttpSource source, string path)
    {
        try
        {
            return source.IsImmutable ? files.Continue(path) : files.Create(path);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private TimeSpan Pause(HttpSource source, int attempt, TimeSpan? asked)
    {
        TimeSpan own = options.Value.RetryDelay * Math.Pow(2, Math.Min(attempt - 1, 16));
        TimeSpan pause = asked > own ? asked.Value : own;
        TimeSpan longest = asked > own && source.Origin is { } origin ? origin.LongestPause : LongestPause;
        return pause < longest ? pause : longest;
    }
}
