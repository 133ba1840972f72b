namespace KServe.Explainers;

/// <summary>Finds files inside a model's folder, and never outside of it.</summary>
internal static class ModelFolder
{
    private const int MaxLinks = 40;

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

        var folder = Resolve(
            Path.GetFullPath(Directory.Exists(artifactPath) ? artifactPath : Path.GetDirectoryName(artifactPath)!));
        var file = Resolve(Path.GetFullPath(relativePath, folder));
        return !Path.IsPathRooted(relativePath) && IsBelow(folder, file)
            ? file
            : throw new InvalidDataException($"{relativePath}: the path leads out of the model's folder");
    }

    private static bool IsBelow(string folder, string file) => file.StartsWith(
        Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar,
        StringComparison.Ordinal);

    // Every part of the path may be a link: mounted volumes are full of them.
    private static string Resolve(string path, int links = 0)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        if (links > MaxLinks)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}: the links lead in a circle");
        }

        var folder = Resolve(parent, links);
        var plain = Path.Combine(folder, Path.GetFileName(path));
        var target = new FileInfo(plain).LinkTarget;
        return target is null ? plain : Resolve(Path.GetFullPath(target, folder), links + 1);
    }
}
