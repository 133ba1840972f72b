using KServe.Storage.Cache;
using Microsoft.Extensions.Options;

namespace KServe.Storage.HuggingFace;

/// <summary>Downloads the files of a snapshot, some at the same time, and makes them a model of the cache.</summary>
/// <remarks>Safe for concurrent calls. Files that have come stay for the next attempt when another one fails.</remarks>
internal sealed class HubSnapshotDownloader(
    IOptions<StorageOptions> options,
    ModelCache cache,
    HubFileDownloader downloader)
{
    /// <returns>The path of the model's folder.</returns>
    public async Task<string> DownloadAsync(
        HubSnapshot snapshot,
        Workspace workspace,
        ProgressFan fan,
        CancellationToken cancellationToken)
    {
        // Another revision of the model, or another name of it, may have the same files.
        using CacheLock held = await cache.LockAsync(snapshot.Key, cancellationToken);
        HubProgress progress = new(fan, snapshot.Bytes);
        if (cache.FindModel(snapshot.Key) is not { } path)
        {
            PartialModel partial = cache.OpenPartial(snapshot.Key);
            ParallelOptions parallel = new()
            {
                MaxDegreeOfParallelism = options.Value.HuggingFace.MaxParallelFiles,
                CancellationToken = cancellationToken,
            };
            await Parallel.ForAsync(0, snapshot.Files.Count, parallel, async (index, token) =>
                await downloader.DownloadAsync(snapshot, index, partial, progress.CreateFile(), token));
            path = Publish(snapshot, partial, workspace);
        }

        progress.Complete();
        return path;
    }

    private string Publish(HubSnapshot snapshot, PartialModel partial, Workspace workspace)
    {
        try
        {
            partial.MoveTo(workspace);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }

        CacheMarker marker = new()
        {
            Sha256 = snapshot.Key,
            Files = snapshot.Files.Count,
            Bytes = snapshot.Bytes,
        };
        return cache.Publish(snapshot.Key, marker, workspace);
    }
}
