namespace KServe.Runtime.Remote;

/// <summary>Takes the addresses of remote models where a model's URI is expected.</summary>
/// <remarks>There is nothing to bring to the disk: the address itself is what the serving runtime needs.</remarks>
internal sealed class RemoteAddressProvider : IStorageProvider
{
    public IReadOnlyList<string> Schemes => RemoteAddress.Schemes;

    public ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken) =>
        RemoteAddress.Parse(uri, out _) is { } error
            ? throw InferenceException.InvalidArgument($"the address of the remote model {error}")
            : new ValueTask<string>(uri);
}
