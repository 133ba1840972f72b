using KServe.Storage.Cache;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Archives;

/// <summary>Unpacks an archive into a fresh folder, or refuses it.</summary>
/// <remarks>
/// Safe for concurrent calls with different folders. The framework's own extractors bound neither sizes nor entries,
/// follow links and create devices, so none of them is used. After a failure the folder may hold a part of the
/// archive; whoever made the folder removes it.
/// </remarks>
internal sealed class ArchiveExtractor(IOptions<StorageOptions> options, CacheFiles files)
{
    public ExtractionTotals Extract(
        ArchiveKind kind,
        string archive,
        string folder,
        CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = files.OpenRead(archive);
            ExtractionTarget target = new(folder, options.Value, files, stream.Length, cancellationToken);
            Unpack(kind, stream, target);
            if (target.Files == 0)
            {
                throw StorageErrors.BadArchive("it holds no files.");
            }

            return new ExtractionTotals(target.Files, target.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw StorageErrors.BadArchive("its compressed data are damaged.", e);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private static void Unpack(ArchiveKind kind, FileStream stream, ExtractionTarget target)
    {
        switch (kind)
        {
            case ArchiveKind.Zip:
                ZipReader.Extract(stream, target);
                break;
            case ArchiveKind.Tar:
                TarReader.Extract(stream, target);
                break;
            case ArchiveKind.TarGzip:
                using (GzipStream inflated = GzipStream.Open(stream, target))
                {
                    TarReader.Extract(inflated, target);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "The file is no archive.");
        }
    }
}
