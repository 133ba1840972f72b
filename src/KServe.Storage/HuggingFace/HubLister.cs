using KServe.Storage.Archives;
using KServe.Storage.Cache;
using KServe.Storage.Http;
using Microsoft.Extensions.Options;

namespace KServe.Storage.HuggingFace;

/// <summary>Asks the hub which commit a revision is, and which files it has.</summary>
/// <remarks>Safe for concurrent calls with different workspaces.</remarks>
internal sealed class HubLister(
    IOptions<StorageOptions> options,
    HubOrigin origin,
    HttpDownloader downloader,
    CacheFiles files)
{
    // A hundred thousand files with long names.
    private const int MaxListBytes = 64 << 20;

    public async Task<HubSnapshot> ListAsync(
        HubReference reference,
        HubSelection selection,
        Workspace workspace,
        CancellationToken cancellationToken)
    {
        HttpSource source = new(
            origin.ListAddress(reference), reference.Display, "list.json", ArchiveKind.None, Sha256: null)
        {
            Origin = origin,
            MaxBytes = MaxListBytes,
        };
        await downloader.DownloadAsync(
            source, known: null, workspace.Download, NoProgress.Instance, cancellationToken);
        try
        {
            using FileStream json = files.OpenRead(workspace.Download);
            return new HubSnapshotReader(options.Value, reference, selection).Read(json);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private sealed class NoProgress : IByteProgress
    {
        public static NoProgress Instance { get; } = new();

        public void Report(long bytesDone, long? bytesTotal, bool isEnd)
        {
        }
    }
}
