using KServe.Storage.Archives;
using KServe.Storage.Cache;

namespace KServe.Storage.Http;

/// <summary>Checks download URIs, more strictly than <see cref="Uri"/> does.</summary>
/// <remarks>
/// What parsers read differently, like backslashes and user names, is refused before any parser sees it.
/// </remarks>
internal static class HttpSourceParser
{
    private const int MaxLength = 8192;
    private const string DigestPrefix = "sha256=";

    // The name of what has none.
    private const string DefaultName = "model";

    public static HttpSource Parse(string text, bool requireDigest)
    {
        if (text.Length > MaxLength)
        {
            throw StorageErrors.BadUri($"it is longer than {MaxLength} characters.");
        }

        int hash = text.IndexOf('#', StringComparison.Ordinal);
        string? digest = hash < 0 ? null : Digest(text[(hash + 1)..]);
        if (requireDigest && digest is null)
        {
            throw StorageErrors.BadUri("a digest is required: append #sha256= and 64 hex digits.");
        }

        string address = hash < 0 ? text : text[..hash];
        Uri uri = ParseAddress(address, relativeTo: null);
        string fileName = FileName(address);
        return new HttpSource(uri, Display(uri), fileName, ArchiveKinds.FromName(fileName), digest);
    }

    /// <summary>Parses and checks an address; also that of a redirect, relative to the address that sent it.</summary>
    public static Uri ParseAddress(string address, Uri? relativeTo)
    {
        foreach (char c in address)
        {
            if (c == '\\' || c <= ' ' || c == '\u007f')
            {
                throw StorageErrors.BadUri("it holds a backslash, a space or a control character.");
            }
        }

        bool parsed = relativeTo is null
            ? Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            : Uri.TryCreate(relativeTo, address, out uri);
        if (!parsed || uri is null || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw StorageErrors.BadUri("expected http:// or https:// and a host.");
        }

        return uri.UserInfo.Length == 0 && uri.Host.Length > 0
            ? uri
            : throw StorageErrors.BadUri("a user name or password in the URI is refused; configure headers instead.");
    }

    public static string Display(Uri uri) => uri.GetLeftPart(UriPartial.Path);

    private static string Digest(string fragment)
    {
        string digest = fragment.StartsWith(DigestPrefix, StringComparison.OrdinalIgnoreCase)
            ? fragment[DigestPrefix.Length..].ToLowerInvariant()
            : string.Empty;
        return CacheKey.IsKey(digest)
            ? digest
            : throw StorageErrors.BadUri("the fragment must be #sha256= and 64 hex digits.");
    }

    private static string FileName(string address)
    {
        ReadOnlySpan<char> path = Path(address);
        string last = string.Empty;
        foreach (Range range in path.Split('/'))
        {
            // An empty segment is fine at the end alone; the parser would drop dot segments without a word.
            string segment = Uri.UnescapeDataString(path[range]);
            if (segment is "." or ".." || (segment.Length == 0 && range.End.GetOffset(path.Length) < path.Length))
            {
                throw StorageErrors.BadUri("its path has an empty, '.' or '..' segment.");
            }

            last = segment;
        }

        if (last.Length == 0)
        {
            return DefaultName;
        }

        return EntryNameRules.Check(last, maxLength: 255, maxDepth: 1) is null
            ? last
            : throw StorageErrors.BadUri("its last segment cannot be a file name.");
    }

    // The path as it was written, before any parser tidied it up, and without its first slash.
    private static ReadOnlySpan<char> Path(ReadOnlySpan<char> address)
    {
        ReadOnlySpan<char> rest = address[(address.IndexOf("://") + 3)..];
        int query = rest.IndexOf('?');
        rest = query < 0 ? rest : rest[..query];
        int slash = rest.IndexOf('/');
        return slash < 0 ? default : rest[(slash + 1)..];
    }
}
