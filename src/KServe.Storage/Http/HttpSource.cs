using KServe.Storage.Archives;

namespace KServe.Storage.Http;

/// <summary>A checked download URI.</summary>
/// <param name="Uri">The URI without its fragment.</param>
/// <param name="Display">The URI without its query, which may hold a signature, for errors and logs.</param>
/// <param name="FileName">The last segment of the path, safe as a file name.</param>
/// <param name="Kind">What the name says about the content; none when it says nothing.</param>
/// <param name="Sha256">The digest of the fragment, in lower-case hex.</param>
internal sealed record HttpSource(Uri Uri, string Display, string FileName, ArchiveKind Kind, string? Sha256)
{
    /// <summary>Gets the server that asks for credentials and explains its statuses, if it is one of these.</summary>
    public IHttpOrigin? Origin { get; init; }

    /// <summary>Gets how many bytes there are, when something other than the server says so.</summary>
    public long? Bytes { get; init; }

    /// <summary>Gets the most bytes, when it is another number than that of the options.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Gets whether a digest says afterwards that all parts belong together, whenever they came.</summary>
    public bool IsImmutable { get; init; }
}
