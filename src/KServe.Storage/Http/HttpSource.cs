using KServe.Storage.Archives;

namespace KServe.Storage.Http;

/// <summary>A checked download URI.</summary>
/// <param name="Uri">The URI without its fragment.</param>
/// <param name="Display">The URI without its query, which may hold a signature, for errors and logs.</param>
/// <param name="FileName">The last segment of the path, safe as a file name.</param>
/// <param name="Kind">What the name says about the content; none when it says nothing.</param>
/// <param name="Sha256">The digest of the fragment, in lower-case hex.</param>
internal sealed record HttpSource(Uri Uri, string Display, string FileName, ArchiveKind Kind, string? Sha256);
