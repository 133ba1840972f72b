using KServe.Storage.Archives;

namespace KServe.Storage.Cache;

/// <summary>Checks that a model's files are those that its marker counts.</summary>
/// <remarks>
/// Counts and sizes find what a power failure or a careless clean-up leaves. They do not find files that were
/// changed on purpose: who may write to the cache may do anything.
/// </remarks>
internal static class CacheContent
{
    public static string? Find(string content, CacheMarker marker)
    {
        if (marker.FileName is null)
        {
            return IsComplete(content, marker) ? content : null;
        }

        if (EntryNameRules.Check(marker.FileName, maxLength: 255, maxDepth: 1) is not null)
        {
            return null;
        }

        FileInfo file = new(Path.Combine(content, marker.FileName));
        return file.Exists && file.Length == marker.Bytes ? file.FullName : null;
    }

    private static bool IsComplete(string content, CacheMarker marker)
    {
        DirectoryInfo folder = new(content);
        if (!folder.Exists)
        {
            return false;
        }

        long files = 0;
        long bytes = 0;
        foreach (FileInfo file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            files++;
            bytes += file.Length;
        }

        return files == marker.Files && bytes == marker.Bytes;
    }
}
