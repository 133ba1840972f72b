namespace KServe.Tool.Resources;

/// <summary>Reads the files that a command names.</summary>
internal static class ResourceTexts
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads files, the files of folders, and the standard input.</summary>
    /// <exception cref="IOException">A path leads nowhere, or a file cannot be read.</exception>
    public static IEnumerable<(string Name, string Text)> Read(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (path == "-")
            {
                yield return ("stdin", Console.In.ReadToEnd());
            }
            else if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
                {
                    if (Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                    {
                        yield return (Path.GetFileName(file), File.ReadAllText(file));
                    }
                }
            }
            else if (File.Exists(path))
            {
                yield return (Path.GetFileName(path), File.ReadAllText(path));
            }
            else
            {
                throw new FileNotFoundException($"There is no file or folder '{path}'.");
            }
        }
    }
}
