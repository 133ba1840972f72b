namespace KServe.ModelMesh;

/// <summary>Says how many bytes a model will need, and how many it needs.</summary>
internal sealed class SizeEstimator(ModelMeshOptions options)
{
    // A folder of more files is counted as far as this: looking must stay cheap beside loading.
    private const int MaxFiles = 10_000;
    private const string FileScheme = "file://";

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
            : (OfFiles(entry.Options.Uri) ?? options.DefaultModelSize, false);
    }

    /// <summary>Measures a loaded revision: what its runtime reports, else by its files.</summary>
    /// <returns>The bytes, or <see langword="null"/> when nothing is known.</returns>
    public long? Measure(ModelRevision revision) =>
        revision.GetService(typeof(IModelSize)) is IModelSize { SizeInBytes: > 0 } size
            ? size.SizeInBytes
            : OfFiles(revision.ArtifactPath);

    /// <summary>Expects memory for files on the local disk.</summary>
    public long? OfFiles(string? uri)
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
            return bytes == 0 ? null : (long)Math.Min(bytes * options.SizeFactor, long.MaxValue / 4);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UriFormatException)
        {
            // A guess is no reason to fail: the load itself will say what is wrong.
            return null;
        }
    }
}
