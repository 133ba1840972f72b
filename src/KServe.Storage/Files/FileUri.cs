namespace KServe.Storage.Files;

/// <summary>Reads plain paths and <c>file:</c> URIs (RFC 8089).</summary>
internal static class FileUri
{
    private const string Scheme = "file:";

    /// <summary>Gets the local path that a URI names.</summary>
    public static string ToPath(string uri)
    {
        string path = uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Decode(uri[Scheme.Length..]) : uri;
        if (path.Length == 0)
        {
            throw StorageErrors.BadUri("it names no path.");
        }

        return path.Contains('\0', StringComparison.Ordinal)
            ? throw StorageErrors.BadUri("it holds a NUL character.")
            : path;
    }

    private static string Decode(string rest)
    {
        string path = rest.StartsWith("//", StringComparison.Ordinal) ? SkipHost(rest[2..]) : rest;
        if (!path.StartsWith('/'))
        {
            throw StorageErrors.BadUri("expected file:/// and an absolute path.");
        }

        if (path.AsSpan().ContainsAny('?', '#'))
        {
            throw StorageErrors.BadUri("a file URI has no query and no fragment; write %3F and %23 in names.");
        }

        string decoded = Uri.UnescapeDataString(path);
        bool hasDrive = decoded.Length > 2 && char.IsAsciiLetter(decoded[1]) && decoded[2] == ':';
        return OperatingSystem.IsWindows() && hasDrive ? decoded[1..] : decoded;
    }

    // Another host would be a network share on Windows, and a surprise elsewhere.
    private static string SkipHost(string rest)
    {
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? rest : rest[..slash];
        return host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? rest[host.Length..]
            : throw StorageErrors.BadUri("the host of a file URI must be empty or localhost.");
    }
}
