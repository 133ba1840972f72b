namespace KServe.Storage.Cache;

/// <summary>Keeps other processes, and other hosts in this one, from downloading the same model meanwhile.</summary>
/// <remarks>
/// The operating system drops the lock when the process ends, however it ends. The empty file stays: deleting it
/// would let two processes lock two different files of one name.
/// </remarks>
internal sealed class CacheLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private CacheLock(FileStream file) => _file = file;

    public static async Task<CacheLock> TakeAsync(
        string path,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            // No operating system tells when a file lock comes free.
            await Task.Delay(Pause, timeProvider, cancellationToken);
        }
    }

    /// <summary>Takes the lock if nobody holds it.</summary>
    public static CacheLock? TryTake(string path, FileMode mode = FileMode.OpenOrCreate)
    {
        try
        {
            return new CacheLock(new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (IsHeld(e) || (mode == FileMode.CreateNew && File.Exists(path)))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // ERROR_SHARING_VIOLATION on Windows; EWOULDBLOCK (11 on Linux, 35 on macOS) elsewhere. A full or read-only disk
    // has other codes and must not be waited for.
    private static bool IsHeld(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult == unchecked((int)0x80070020)
        : exception.HResult is 11 or 35;
}
