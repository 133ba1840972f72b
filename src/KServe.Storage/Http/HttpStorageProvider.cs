using KServe.Storage.Archives;
using KServe.Storage.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Http;

/// <summary>Downloads models from web servers into the cache.</summary>
internal sealed class HttpStorageProvider(
    IOptions<StorageOptions> options,
    ModelCache cache,
    ModelPublisher publisher,
    HttpDownloader downloader,
    TimeProvider timeProvider,
    ILoggerFactory? loggerFactory = null) : IStorageProvider
{
    private readonly ILogger _logger =
        (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<HttpStorageProvider>();

    private readonly SharedDownloads _downloads = new(timeProvider);

    public IReadOnlyList<string> Schemes { get; } = ["http", "https"];

    public async ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);
        HttpSource source = HttpSourceParser.Parse(uri, options.Value.RequireDigest);

        // Two callers with two digests want two things: one of them has to fail.
        return await _downloads.RunAsync(
            $"{source.Uri.AbsoluteUri}#{source.Sha256}",
            source.Display,
            (fan, token) => FetchAsync(source, fan, token),
            progress,
            cancellationToken);
    }

    private async Task<string> FetchAsync(HttpSource source, ProgressFan progress, CancellationToken cancellationToken)
    {
        string uriKey = CacheKey.ForUri(source.Uri.AbsoluteUri);
        using CacheLock held = await cache.LockAsync(uriKey, cancellationToken);
        CacheReference? known = cache.FindReference(uriKey);
        string? cached = known is null ? null : cache.FindModel(known.Key);
        if (FindByDigest(source, known, cached) is { } exact)
        {
            return exact;
        }

        // A cached copy with another digest than the one asked for is no copy.
        CacheReference? usable = cached is null || source.Sha256 is not null ? null : known;
        using Workspace workspace = cache.CreateWorkspace();
        HttpDownloadResult result;
        try
        {
            result = await downloader.DownloadAsync(source, usable, workspace.Download, progress, cancellationToken);
        }
        catch (InferenceException e) when (MayUseStale(e) && usable is not null)
        {
            HttpLog.UsedStale(_logger, source.Display, e.Message);
            return cached!;
        }

        if (result.Sha256 is null)
        {
            HttpLog.NotModified(_logger, source.Display);
            return cached!;
        }

        return Publish(source, uriKey, result, result.Sha256, workspace, cancellationToken);
    }

    private string? FindByDigest(HttpSource source, CacheReference? known, string? cached)
    {
        if (source.Sha256 is null)
        {
            return null;
        }

        return known?.Sha256 == source.Sha256 && cached is not null
            ? cached
            : cache.FindModel(CacheKey.ForContent(source.Sha256, source.FileName, source.Kind));
    }

    private string Publish(
        HttpSource source,
        string uriKey,
        HttpDownloadResult result,
        string sha256,
        Workspace workspace,
        CancellationToken cancellationToken)
    {
        if (source.Sha256 is not null && source.Sha256 != sha256)
        {
            throw StorageErrors.BadDigest(source.Display);
        }

        // A name with an extension says what the file is: many model formats are zip files to a web server.
        ArchiveKind kind = source.Kind == ArchiveKind.None && !Path.HasExtension(source.FileName)
            ? ArchiveKinds.FromMediaType(result.MediaType)
            : source.Kind;
        PublishedModel model = publisher.PublishDownload(
            source.Display, workspace.Download, source.FileName, kind, sha256, workspace, cancellationToken);
        CacheReference reference = new()
        {
            Key = model.Key,
            Sha256 = sha256,
            ETag = result.ETag,
            LastModified = result.LastModified,
        };
        cache.SaveReference(uriKey, reference, workspace);
        return model.Path;
    }

    private bool MayUseStale(InferenceException exception) =>
        options.Value.UseStaleOnError
        && exception.Code is (InferenceErrorCode.Unavailable or InferenceErrorCode.DeadlineExceeded);
}
