using KServe.Storage.Archives;
using KServe.Storage.Cache;
using KServe.Storage.Http;

namespace KServe.Storage.HuggingFace;

/// <summary>Downloads a file of a snapshot and checks its digest.</summary>
/// <remarks>Safe for concurrent calls with different files.</remarks>
internal sealed class HubFileDownloader(HubOrigin origin, HttpDownloader downloader, CacheFiles files)
{
    // What an earlier process left may be the beginning of something else: from the start it comes right.
    private const int Attempts = 2;

    public async Task DownloadAsync(
        HubSnapshot snapshot,
        int index,
        PartialModel partial,
        IByteProgress progress,
        CancellationToken cancellationToken)
    {
        HubFile file = snapshot.Files[index];
        if (IsFinished(partial, file))
        {
            progress.Report(file.Bytes, file.Bytes, isEnd: true);
            return;
        }

        HttpSource source = CreateSource(snapshot, file);
        string part = partial.Part(index);
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            HttpDownloadResult result = await downloader.DownloadAsync(
                source, known: null, part, progress, cancellationToken);
            if (await IsRightAsync(file, part, result.Sha256, cancellationToken))
            {
                Finish(partial, index, file);
                return;
            }

            CacheFiles.TryDelete(part);
        }

        throw HubErrors.BadFile(source.Display);
    }

    private HttpSource CreateSource(HubSnapshot snapshot, HubFile file) =>
        new(
            origin.FileAddress(snapshot.Reference.Repository, snapshot.Commit, file.Path),
            $"hf://{snapshot.Reference.Repository}:{snapshot.Commit}/{file.Path}",
            Path.GetFileName(file.Path),
            ArchiveKind.None,
            Sha256: null)
        {
            Origin = origin,
            Bytes = file.Bytes,
            IsImmutable = true,
        };

    private static bool IsFinished(PartialModel partial, HubFile file)
    {
        FileInfo finished = new(partial.Finished(file.Path));
        return finished.Exists && finished.Length == file.Bytes;
    }

    private async Task<bool> IsRightAsync(
        HubFile file,
        string part,
        string? sha256,
        CancellationToken cancellationToken)
    {
        if (file.IsLarge)
        {
            return sha256 == file.Digest;
        }

        try
        {
            await using FileStream content = files.OpenRead(part);
            return await GitDigest.ComputeAsync(content, cancellationToken) == file.Digest;
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private static void Finish(PartialModel partial, int index, HubFile file)
    {
        try
        {
            partial.Finish(index, file.Path);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }
}
