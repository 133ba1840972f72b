using System.Collections.Concurrent;

namespace KServe.ModelMesh;

/// <summary>Says how many bytes a model will need, and how many it needs.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SizeEstimator(ModelMeshOptions options)
{
    // A folder of more files is counted as far as this: looking must stay cheap beside loading.
    private const int MaxFiles = 10_000;
    private const string FileScheme = "file://";

    // The most bytes in memory for each byte of the files that a model of a format was measured to hold: a text of trees
    // is several times larger than the trees, an archive smaller.
    private readonly ConcurrentDictionary<string, double> _factors = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Predicts the bytes before a load.</summary>
    /// <returns>The bytes, and whether they were measured or declared rather than guessed from files.</returns>
    public (long Bytes, bool IsProven) Predict(MeshEntry entry)
    {
        if (entry.MeasuredBytes > 0)
        {
            return (entry.MeasuredBytes, true);
        }

        return entry.Options.Size is { } declared
            ? (declared, true)
            : (OfFiles(entry.Options.Uri, GetFactor(entry.Options.Format)) ?? options.DefaultModelSize, false);
    }

    /// <summary>Measures a loaded revision: what its runtime reports, else by its files.</summary>
    /// <returns>The bytes, or <see langword="null"/> when nothing is known.</returns>
    public long? Measure(ModelRevision revision, string? format)
    {
        if (revision.GetService(typeof(IModelSize)) is not IModelSize { SizeInBytes: > 0 and var bytes })
        {
            return OfFiles(revision.ArtifactPath, options.SizeFactor);
        }

        if (GetFileBytes(revision.ArtifactPath) is { } files)
        {
            Learn(format, bytes, files);
        }

        return bytes;
    }

    /// <summary>Notes what a model of a format holds for each byte of its files.</summary>
    public void Learn(string? format, long bytes, long files)
    {
        var factor = (double)bytes / files;
        _factors.AddOrUpdate(
            format ?? "", static (_, latest) => latest, static (_, known, latest) => Math.Max(known, latest), factor);
    }

    private double GetFactor(string? format) => _factors.GetValueOrDefault(format ?? "", options.SizeFactor);

    private static long? OfFiles(string? uri, double factor) => GetFileBytes(uri) is { } bytes
        ? Math.Max(1, (long)Math.Min(bytes * factor, long.MaxValue / 4))
        : null;

    /// <summary>Adds up files on the local disk.</summary>
    private static long? GetFileBytes(string? uri)
    {
        if (string.IsNullOrEmpty(uri))
        {
            return null;
        }

        try
        {
            var path = uri.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) ? new Uri(uri).LocalPath : uri;
            var bytes = File.Exists(path)
                ? new FileInfo(path).Length
                : Directory.Exists(path)
                    ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
                        .Take(MaxFiles)
                        .Sum(static file => file.Length)
                    : 0;
            return bytes == 0 ? null : bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UriFormatException)
        {
            // A guess is no reason to fail: the load itself will say what is wrong.
            return null;
        }
    }
}
