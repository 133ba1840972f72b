namespace KServe;

/// <summary>Tells how far a download has come.</summary>
/// <remarks>
/// Every <see cref="IProgress{T}"/> of this type in the host's services is told, on the thread that downloads: it
/// returns at once and is safe for concurrent calls.
/// </remarks>
/// <param name="Uri">What is downloaded.</param>
/// <param name="BytesDone">The bytes that have arrived.</param>
/// <param name="BytesTotal">The bytes in all; <see langword="null"/> when the origin does not say.</param>
public readonly record struct DownloadProgress(string Uri, long BytesDone, long? BytesTotal);
