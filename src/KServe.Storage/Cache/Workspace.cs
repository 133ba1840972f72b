namespace KServe.Storage.Cache;

/// <summary>A temporary folder in the cache that nobody else touches while its owner lives.</summary>
/// <remarks>
/// The lock file beside the folder says that the owner lives. Process ids would not: in containers that share a
/// volume every process has the id 1. The lock is there before the folder, and goes after it.
/// </remarks>
internal sealed class Workspace : IDisposable
{
    private const string LockSuffix = ".lock";

    private readonly string _lockPath;
    private readonly CacheLock _lock;

    private Workspace(string folder, string lockPath, CacheLock taken)
    {
        Folder = folder;
        _lockPath = lockPath;
        _lock = taken;
    }

    public string Folder { get; }

    /// <summary>Gets where the raw download goes.</summary>
    public string Download => Path.Combine(Folder, "download");

    /// <summary>Gets the folder that becomes the model's folder in the cache.</summary>
    public string Model => Path.Combine(Folder, "model");

    public static Workspace Create(string temp)
    {
        while (true)
        {
            string folder = Path.Combine(temp, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
            if (CacheLock.TryTake(folder + LockSuffix, FileMode.CreateNew) is { } taken)
            {
                return Open(folder, taken);
            }

            // A clean-up held the new lock file for a moment; another name is as good.
        }
    }

    /// <summary>Removes the folders of owners that have died.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveStale(string temp)
    {
        int removed = 0;
        foreach (string folder in Directory.GetDirectories(temp))
        {
            if (!File.Exists(folder + LockSuffix))
            {
                CacheFiles.TryDelete(folder);
                removed++;
            }
        }

        foreach (string lockPath in Directory.GetFiles(temp, "*" + LockSuffix))
        {
            using CacheLock? taken = TryTakeExisting(lockPath);
            if (taken is not null)
            {
                CacheFiles.TryDelete(lockPath[..^LockSuffix.Length]);
                taken.Dispose();
                CacheFiles.TryDelete(lockPath);
                removed++;
            }
        }

        return removed;
    }

    public void Dispose()
    {
        CacheFiles.TryDelete(Folder);
        _lock.Dispose();
        CacheFiles.TryDelete(_lockPath);
    }

    private static Workspace Open(string folder, CacheLock taken)
    {
        Workspace workspace = new(folder, folder + LockSuffix, taken);
        try
        {
            Directory.CreateDirectory(folder);
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    private static CacheLock? TryTakeExisting(string lockPath)
    {
        try
        {
            return CacheLock.TryTake(lockPath, FileMode.Open);
        }
        catch (FileNotFoundException)
        {
            // Its owner has just finished.
            return null;
        }
    }
}
