namespace KServe;

/// <summary>Brings models of one or more URI schemes to the local disk.</summary>
/// <remarks>Registered as a singleton; implementations are safe for concurrent calls.</remarks>
public interface IStorageProvider
{
    /// <summary>Gets the schemes, like <c>https</c>; the empty scheme stands for plain paths.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>Makes a model available as a local file or folder.</summary>
    /// <param name="uri">A URI of one of the schemes, or a plain path.</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="cancellationToken">Cancelled when the download is given up; no partial model stays behind.</param>
    /// <returns>The full path of a file or folder that stays until the process ends.</returns>
    /// <exception cref="InferenceException">The model cannot be had.</exception>
    ValueTask<string> DownloadAsync(
        string uri,
        IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken);
}
