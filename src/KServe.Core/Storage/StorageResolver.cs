namespace KServe;

/// <summary>Brings models to the local disk by whichever storage provider takes their URIs.</summary>
/// <remarks>Safe for concurrent calls. A singleton in DI.</remarks>
/// <param name="providers">The providers; of several for one scheme the last is asked.</param>
public sealed class StorageResolver(IEnumerable<IStorageProvider> providers)
{
    private readonly IStorageProvider[] _providers = [.. providers];

    /// <summary>Makes a model available on the local disk.</summary>
    /// <param name="uri">A URI, or a plain path.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the download is given up.</param>
    /// <returns>The full path of a file or folder that stays until the process ends.</returns>
    /// <exception cref="InferenceException">No provider knows the scheme, or the model cannot be had.</exception>
    public ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        var end = uri.IndexOf("://", StringComparison.Ordinal);
        var scheme = end > 0 ? uri[..end] : "";

        // The last registration wins, so that an application can replace a provider.
        for (var i = _providers.Length - 1; i >= 0; i--)
        {
            if (_providers[i].Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
            {
                return _providers[i].DownloadAsync(uri, progress, cancellationToken);
            }
        }

        throw InferenceException.InvalidArgument(
            scheme.Length == 0
                ? "no storage provider takes plain paths: call AddStorage()"
                : $"no storage provider takes '{scheme}://' URIs; register one with AddStorageProvider()");
    }
}
