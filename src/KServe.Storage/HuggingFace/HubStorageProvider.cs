using KServe.Storage.Cache;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KServe.Storage.HuggingFace;

/// <summary>Downloads models from the Hugging Face Hub into the cache, all files of one commit.</summary>
internal sealed class HubStorageProvider(
    IOptions<StorageOptions> options,
    ModelCache cache,
    HubLister lister,
    HubSnapshotDownloader downloader,
    TimeProvider timeProvider,
    ILoggerFactory? loggerFactory = null) : IStorageProvider
{
    private readonly ILogger _logger =
        (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<HubStorageProvider>();

    private readonly SharedDownloads _downloads = new(timeProvider);

    public IReadOnlyList<string> Schemes { get; } = ["hf"];

    public async ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);
        HubReference reference = HubReferenceParser.Parse(uri);
        if (options.Value.RequireDigest && !reference.IsCommit)
        {
            throw StorageErrors.BadUri("a digest is required: name a commit, 40 hex digits, as the revision.");
        }

        HubSelection selection = new(reference, options.Value.HuggingFace);
        return await _downloads.RunAsync(
            NameOf(reference, selection),
            reference.Display,
            (fan, token) => FetchAsync(reference, selection, fan, token),
            progress,
            cancellationToken);
    }

    private async Task<string> FetchAsync(
        HubReference reference,
        HubSelection selection,
        ProgressFan fan,
        CancellationToken cancellationToken)
    {
        string uriKey = CacheKey.ForUri(NameOf(reference, selection));
        using CacheLock held = await cache.LockAsync(uriKey, cancellationToken);
        CacheReference? known = cache.FindReference(uriKey);
        string? cached = known is null ? null : cache.FindModel(known.Key);
        bool isOffline = options.Value.HuggingFace.Offline;
        if (cached is not null && (reference.IsCommit || isOffline))
        {
            HubLog.Cached(_logger, reference.Display, known!.ETag);
            return cached;
        }

        if (isOffline)
        {
            throw HubErrors.Offline(reference.Display);
        }

        try
        {
            return await DownloadAsync(reference, selection, uriKey, fan, cancellationToken);
        }
        catch (InferenceException e) when (MayUseStale(e) && cached is not null)
        {
            HubLog.UsedStale(_logger, reference.Display, e.Message);
            return cached;
        }
    }

    private async Task<string> DownloadAsync(
        HubReference reference,
        HubSelection selection,
        string uriKey,
        ProgressFan fan,
        CancellationToken cancellationToken)
    {
        // One limit for all files; each has the same for itself, which ends later.
        using CancellationTokenSource deadline = new(options.Value.DownloadTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using Workspace workspace = cache.CreateWorkspace();
            HubSnapshot snapshot = await lister.ListAsync(reference, selection, workspace, either.Token);
            HubLog.Resolved(_logger, reference.Display, snapshot.Commit, snapshot.Files.Count, snapshot.Bytes);
            string path = await downloader.DownloadAsync(snapshot, workspace, fan, either.Token);
            CacheReference found = new() { Key = snapshot.Key, Sha256 = snapshot.Key, ETag = snapshot.Commit };
            cache.SaveReference(uriKey, found, workspace);

            // The commit is then known by its own name, too, for those who pin it or go offline.
            HubReference pinned = reference with { Revision = snapshot.Commit };
            cache.SaveReference(CacheKey.ForUri(NameOf(pinned, selection)), found, workspace);
            return path;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw StorageErrors.TimedOut(reference.Display);
        }
    }

    private string NameOf(HubReference reference, HubSelection selection) =>
        $"{options.Value.HuggingFace.Endpoint.TrimEnd('/')}\n{reference.Repository}\n{reference.Revision}\n"
        + selection.Name;

    private bool MayUseStale(InferenceException exception) =>
        options.Value.UseStaleOnError
        && exception.Code is InferenceErrorCode.Unavailable or InferenceErrorCode.DeadlineExceeded
            or InferenceErrorCode.ResourceExhausted;
}
