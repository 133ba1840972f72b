namespace KServe.Explainers;

/// <summary>Finds files inside a model's folder, and never outside of it.</summary>
internal static class ModelFolder
{
    /// <summary>Gets the full path of a file.</summary>
    /// <param name="artifactPath">The model's folder or file.</param>
    /// <param name="relativePath">The file's path below it.</param>
    /// <exception cref="InvalidDataException">The path leads out of the folder.</exception>
    public static string Find(string? artifactPath, string relativePath)
    {
        if (artifactPath is null)
        {
            throw new InvalidDataException($"{relativePath}: the model has no folder to read it from");
        }

        var folder = LinkResolver.Resolve(
            Directory.Exists(artifactPath) ? artifactPath : Path.GetDirectoryName(artifactPath)!);
        var file = LinkResolver.Resolve(Path.GetFullPath(relativePath, folder));
        return !Path.IsPathRooted(relativePath) && IsBelow(folder, file)
            ? file
            : throw new InvalidDataException($"{relativePath}: the path leads out of the model's folder");
    }

    private static bool IsBelow(string folder, string file) => file.StartsWith(
        Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
        StringComparison.Ordinal);
}
