namespace KServe.Detectors.Tests.Fakes;

/// <summary>Takes paths as they are.</summary>
internal sealed class PathStorage : IStorageProvider
{
    public IReadOnlyList<string> Schemes => ["", "file"];

    public ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken) => new(uri);
}
