namespace KServe.Storage.Archives;

/// <summary>Tells archives by name or media type, never by content: many model formats are zip files.</summary>
internal static class ArchiveKinds
{
    public static ArchiveKind FromName(string name)
    {
        if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return ArchiveKind.Zip;
        }

        if (name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase))
        {
            return ArchiveKind.Tar;
        }

        return name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)
                ? ArchiveKind.TarGzip
                : ArchiveKind.None;
    }

    public static ArchiveKind FromMediaType(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "application/zip" or "application/x-zip-compressed" or "application/zip-compressed" => ArchiveKind.Zip,
        "application/x-tar" => ArchiveKind.Tar,
        "application/gzip" or "application/x-gzip" or "application/x-gtar" or "application/x-compressed-tar" =>
            ArchiveKind.TarGzip,
        _ => ArchiveKind.None,
    };
}
