namespace KServe.ControlPlane;

/// <summary>Lists the files of resources below paths.</summary>
internal static class ResourceFiles
{
    private const int MaxDepth = 8;
    private const int MaxFiles = 10_000;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Lists the files in order, each once.</summary>
    /// <remarks>
    /// Names that begin with a dot are passed over: of what Kubernetes mounts, those are the folders of versions that
    /// the files themselves link to.
    /// </remarks>
    public static IReadOnlyList<string> List(IEnumerable<string> paths)
    {
        SortedSet<string> files = new(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var full = Path.GetFullPath(path);
            if (File.Exists(full))
            {
                files.Add(full);
            }
            else if (Directory.Exists(full))
            {
                AddFolder(files, full, depth: 0);
            }
        }

        return [.. files.Take(MaxFiles)];
    }

    private static void AddFolder(SortedSet<string> files, string folder, int depth)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (!Path.GetFileName(file).StartsWith('.')
                && !Path.GetFileName(file).StartsWith("kustomization.", StringComparison.Ordinal)
                && Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            {
                files.Add(file);
            }
        }

        if (depth == MaxDepth)
        {
            return;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (!Path.GetFileName(inner).StartsWith('.'))
            {
                AddFolder(files, inner, depth + 1);
            }
        }
    }
}
