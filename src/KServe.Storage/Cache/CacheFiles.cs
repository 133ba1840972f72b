namespace KServe.Storage.Cache;

/// <summary>Opens and creates the files of the cache.</summary>
/// <remarks>Safe for concurrent calls. Tests replace it by disks that are full.</remarks>
internal class CacheFiles
{
    public virtual FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Opens what an earlier download left, or creates it.</summary>
    public virtual FileStream Continue(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);

    public virtual FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    public virtual void CreateFolder(string path) => Directory.CreateDirectory(path);

    /// <summary>Deletes a file or folder; what cannot be deleted now is left to the next clean-up.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (StorageErrors.IsDiskFailure(e))
        {
            // The next start of any process on this cache tries again.
        }
    }
}
