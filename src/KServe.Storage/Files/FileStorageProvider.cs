using System.Security.Cryptography;
using KServe.Storage.Archives;
using KServe.Storage.Cache;

namespace KServe.Storage.Files;

/// <summary>Serves models from the local disk in place; unpacks archives into the cache.</summary>
internal sealed class FileStorageProvider(
    ModelCache cache,
    ModelPublisher publisher,
    CacheFiles files,
    TimeProvider timeProvider) : IStorageProvider
{
    private readonly SharedDownloads _downloads = new(timeProvider);

    public IReadOnlyList<string> Schemes { get; } = ["file", string.Empty];

    public async ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uri);
        cancellationToken.ThrowIfCancellationRequested();
        string path = Path.GetFullPath(FileUri.ToPath(uri));
        if (Directory.Exists(path))
        {
            return path;
        }

        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw StorageErrors.NotFound(uri);
        }

        ArchiveKind kind = ArchiveKinds.FromName(file.Name);
        return kind == ArchiveKind.None
            ? path
            : await _downloads.RunAsync(
                path, uri, (fan, token) => UnpackAsync(uri, file, kind, fan, token), progress, cancellationToken);
    }

    private async Task<string> UnpackAsync(
        string uri,
        FileInfo file,
        ArchiveKind kind,
        ProgressFan progress,
        CancellationToken cancellationToken)
    {
        string uriKey = CacheKey.ForUri("file:" + file.FullName);
        using CacheLock held = await cache.LockAsync(uriKey, cancellationToken);
        string version = $"{file.Length}-{file.LastWriteTimeUtc.Ticks}";
        if (cache.FindReference(uriKey) is { } known && known.ETag == version
            && cache.FindModel(known.Key) is { } unpacked)
        {
            progress.Report(file.Length, file.Length, isEnd: true);
            return unpacked;
        }

        string sha256 = await HashAsync(file.FullName, cancellationToken);
        using Workspace workspace = cache.CreateWorkspace();
        PublishedModel model = publisher.PublishDownload(
            uri, file.FullName, file.Name, kind, sha256, workspace, cancellationToken);
        cache.SaveReference(
            uriKey, new CacheReference { Key = model.Key, Sha256 = sha256, ETag = version }, workspace);
        progress.Report(file.Length, file.Length, isEnd: true);
        return model.Path;
    }

    private async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream stream = files.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }
}
