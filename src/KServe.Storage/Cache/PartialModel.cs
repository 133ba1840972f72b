using System.Globalization;

namespace KServe.Storage.Cache;

/// <summary>The files of a model that have come so far; they stay for the next attempt, of any process.</summary>
/// <remarks>Not safe for concurrent calls with the same file.</remarks>
internal sealed class PartialModel
{
    // A download that nobody went on with for so long will not be gone on with.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private readonly string _folder;

    private PartialModel(string folder) => _folder = folder;

    /// <summary>Gets the folder of the files that are complete and checked.</summary>
    public string Content => CacheLayout.Content(_folder);

    public static PartialModel Open(string root, string key, DateTimeOffset now)
    {
        PartialModel partial = new(Path.Combine(root, key));
        Directory.CreateDirectory(partial.Content);
        Directory.CreateDirectory(partial.Parts);
        Directory.SetLastWriteTimeUtc(partial._folder, now.UtcDateTime);
        return partial;
    }

    /// <summary>Removes what was left long ago.</summary>
    /// <returns>How many were removed.</returns>
    public static int RemoveStale(CacheLayout layout, DateTimeOffset now)
    {
        int removed = 0;
        foreach (string folder in Directory.GetDirectories(layout.Partial))
        {
            if (now.UtcDateTime - Directory.GetLastWriteTimeUtc(folder) < KeptFor)
            {
                continue;
            }

            using CacheLock? taken = CacheLock.TryTake(layout.Lock(Path.GetFileName(folder)));
            if (taken is not null)
            {
                CacheFiles.TryDelete(folder);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Gets where an unfinished file is.</summary>
    public string Part(int index) => Path.Combine(Parts, index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets where a finished file is.</summary>
    public string Finished(string relativePath) =>
        Path.Combine(Content, relativePath.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Makes a part a finished file.</summary>
    public void Finish(int index, string relativePath)
    {
        string target = Finished(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Part(index), target, overwrite: true);
    }

    /// <summary>Moves the finished files into a workspace, whose model they are then.</summary>
    public void MoveTo(Workspace workspace)
    {
        Directory.CreateDirectory(workspace.Model);
        Directory.Move(Content, CacheLayout.Content(workspace.Model));
        CacheFiles.TryDelete(_folder);
    }

    private string Parts => Path.Combine(_folder, "parts");
}
