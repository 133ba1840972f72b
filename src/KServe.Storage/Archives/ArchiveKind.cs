namespace KServe.Storage.Archives;

internal enum ArchiveKind
{
    /// <summary>Not an archive: the file is the model.</summary>
    None = 0,
    Zip,
    Tar,
    TarGzip,
}
