namespace KServe.Core.Tests.Fakes;

/// <summary>Takes plain paths and <c>fake://</c> URIs as they are.</summary>
internal sealed class FakeStorage : IStorageProvider
{
    public IReadOnlyList<string> Schemes => ["", "fake"];

    public Exception? Failure { get; set; }

    public ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report(new DownloadProgress(uri, BytesDone: 1, BytesTotal: 2));
        return Failure is null ? new(uri.Replace("fake://", "", StringComparison.Ordinal)) : throw Failure;
    }
}
