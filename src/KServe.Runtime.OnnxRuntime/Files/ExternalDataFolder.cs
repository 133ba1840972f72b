namespace KServe.Runtime.OnnxRuntime;

/// <summary>Lets a model read data files of its own folder and no others.</summary>
/// <remarks>
/// Symbolic links are followed to their end, which must lie inside. A hard link is an ordinary file of the folder:
/// whoever may create one there may read its target anyway, and caches that keep one copy of equal files rely on them.
/// </remarks>
internal sealed class ExternalDataFolder(string modelFile)
{
    private readonly string _root = LinkResolver.Resolve(Path.GetDirectoryName(Path.GetFullPath(modelFile))!);
    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);

    /// <summary>Gets the bytes of all data files that were checked.</summary>
    public long TotalLength => _lengths.Values.Sum();

    /// <summary>Checks that external data lie inside the folder and inside their file.</summary>
    /// <exception cref="InvalidDataException">They do not; the message shows no folder.</exception>
    public void Check(ExternalData data)
    {
        var length = GetLength(data);
        if (data.Offset > length || data.Length > length - data.Offset)
        {
            throw new InvalidDataException(
                $"the external data of tensor '{data.Tensor}' run past the end of '{Path.GetFileName(data.Location)}'");
        }
    }

    private long GetLength(ExternalData data)
    {
        if (_lengths.TryGetValue(data.Location, out var length))
        {
            return length;
        }

        if (!IsRelative(data.Location))
        {
            throw Outside(data);
        }

        var path = LinkResolver.Resolve(Path.Combine(_root, data.Location));
        var inside = Path.TrimEndingDirectorySeparator(_root) + Path.DirectorySeparatorChar;
        if (!path.StartsWith(inside, StringComparison.Ordinal))
        {
            throw Outside(data);
        }

        var file = new FileInfo(path);
        if (!file.Exists || (file.Attributes & (FileAttributes.Device | FileAttributes.Directory)) != 0)
        {
            throw new InvalidDataException(
                $"the data file '{Path.GetFileName(data.Location)}' of tensor '{data.Tensor}' does not exist");
        }

        return _lengths[data.Location] = file.Length;
    }

    /// <summary>Tells whether a location stays inside on every operating system, whatever links there are.</summary>
    private static bool IsRelative(string location)
    {
        if (location.AsSpan().ContainsAny('\0', ':') || Path.IsPathRooted(location))
        {
            return false;
        }

        var rest = location.AsSpan();
        foreach (var range in rest.SplitAny('/', '\\'))
        {
            if (rest[range] is "" or "..")
            {
                return false;
            }
        }

        return true;
    }

    private static InvalidDataException Outside(ExternalData data) =>
        new($"the external data of tensor '{data.Tensor}' must be a file inside the model's folder");
}
