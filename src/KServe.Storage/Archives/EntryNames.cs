namespace KServe.Storage.Archives;

/// <summary>Knows the names of one archive and refuses those that collide on any file system.</summary>
/// <remarks>
/// Two names that differ in case alone are one file on Windows and macOS, and two on Linux: an archive that has both
/// means different things on different machines.
/// </remarks>
/// <param name="maxLength">The characters that a name may have.</param>
/// <param name="maxDepth">The segments that a name may have.</param>
/// <param name="maxNames">The files and folders that there may be.</param>
/// <param name="refuse">Makes the error of an entry; one of archives without it.</param>
internal sealed class EntryNames(
    int maxLength,
    int maxDepth,
    int maxNames,
    Func<int, string, InferenceException>? refuse = null)
{
    private const string CollisionReason = "has the name of another entry.";

    private readonly Dictionary<string, Node> _nodes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a folder.</summary>
    /// <returns>The relative path; <see langword="null"/> for the archive's own root.</returns>
    public string? AddFolder(string name, int entry)
    {
        string trimmed = name.EndsWith('/') ? name[..^1] : name;
        if (trimmed is "" or ".")
        {
            // "./" is the root in archives that were made from within a folder; "/" is not.
            return name.StartsWith('.') ? null : throw StorageErrors.BadEntry(entry, "has an absolute name.");
        }

        string path = Check(trimmed, entry);
        AddParents(path, entry);
        AddFolderNode(path, entry);
        return path;
    }

    /// <summary>Adds a file.</summary>
    /// <returns>The relative path.</returns>
    public string AddFile(string name, int entry)
    {
        string path = Check(name, entry);
        AddParents(path, entry);
        return TryAdd(path, isFolder: false) ? path : throw Refuse(entry, CollisionReason);
    }

    private string Check(string name, int entry)
    {
        string path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        string? reason = EntryNameRules.Check(path, maxLength, maxDepth);
        return reason is null ? path : throw Refuse(entry, reason);
    }

    private void AddParents(string path, int entry)
    {
        for (int i = path.IndexOf('/', StringComparison.Ordinal); i > 0; i = path.IndexOf('/', i + 1))
        {
            AddFolderNode(path[..i], entry);
        }
    }

    private void AddFolderNode(string path, int entry)
    {
        if (!TryAdd(path, isFolder: true)
            && (_nodes[path] is not { IsFolder: true } known || known.Path != path))
        {
            throw Refuse(entry, CollisionReason);
        }
    }

    private InferenceException Refuse(int entry, string reason) =>
        refuse?.Invoke(entry, reason) ?? StorageErrors.BadEntry(entry, reason);

    // One entry can imply a folder per slash: what is not counted here would be memory and folders without limit.
    private bool TryAdd(string path, bool isFolder)
    {
        bool added = _nodes.TryAdd(path, new Node(path, isFolder));
        return _nodes.Count <= maxNames
            ? added
            : throw StorageErrors.ArchiveTooLarge($"it has more than {maxNames} files and folders.");
    }

    private readonly record struct Node(string Path, bool IsFolder);
}
