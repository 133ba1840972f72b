using KServe.Storage.Archives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KServe.Storage.Cache;

/// <summary>Turns a downloaded file into a model of the cache, unpacking it when it is an archive.</summary>
/// <remarks>Safe for concurrent calls with different workspaces.</remarks>
internal sealed class ModelPublisher(
    ModelCache cache,
    CacheFiles files,
    ArchiveExtractor extractor,
    ILoggerFactory? loggerFactory = null)
{
    private readonly ILogger _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ModelPublisher>();

    /// <summary>Publishes a file that may be moved away.</summary>
    public PublishedModel PublishDownload(
        string uri,
        string download,
        string fileName,
        ArchiveKind kind,
        string sha256,
        Workspace workspace,
        CancellationToken cancellationToken)
    {
        string key = CacheKey.ForContent(sha256, fileName, kind);
        if (cache.FindModel(key) is { } known)
        {
            return new PublishedModel(key, known);
        }

        string content = CacheLayout.Content(workspace.Model);
        CreateContent(content);
        ExtractionTotals totals = kind == ArchiveKind.None
            ? MoveFile(download, Path.Combine(content, fileName))
            : extractor.Extract(kind, download, content, cancellationToken);
        CacheMarker marker = new()
        {
            FileName = kind == ArchiveKind.None ? fileName : null,
            Sha256 = sha256,
            Files = totals.Files,
            Bytes = totals.Bytes,
        };
        string path = cache.Publish(key, marker, workspace);
        CacheLog.Stored(_logger, uri, totals.Files, totals.Bytes);
        return new PublishedModel(key, path);
    }

    private void CreateContent(string content)
    {
        try
        {
            files.CreateFolder(content);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }

    private static ExtractionTotals MoveFile(string source, string target)
    {
        try
        {
            File.Move(source, target);
            return new ExtractionTotals(1, new FileInfo(target).Length);
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            throw StorageErrors.CacheFailed(e);
        }
    }
}
