using System.Runtime.InteropServices;

namespace KServe.PayloadLogging;

/// <summary>Starts threads that give way to those of requests.</summary>
/// <remarks>
/// Rendering and sending everything that is logged can cost more than the requests themselves. Tasks would take turns
/// with requests on the thread pool, some milliseconds at a time; a thread of less priority is put aside by the system
/// as soon as a request wants to go on.
/// </remarks>
internal static partial class SenderThread
{
    /// <summary>What <c>top</c> and <c>/proc</c> show, which cut names off after 15 characters.</summary>
    public const string Name = "kserve-log";

    // A tenth of what a thread of normal priority gets while both want the same processor.
    private const int Niceness = 10;

    /// <summary>Runs something on a thread of its own, without the activity and the log scope of the caller.</summary>
    public static void Start(Action run)
    {
        var thread = new Thread(() =>
        {
            GiveWay();
            run();
        })
        {
            Name = Name,
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.UnsafeStart();
    }

    /// <summary>Lets whoever waits for this processor go on, between two pieces of work.</summary>
    /// <remarks>
    /// A nice value decides about shares. When Linux puts a thread aside for another is up to the slice that it has,
    /// of a millisecond or more, which is longer than most requests take.
    /// </remarks>
    public static void Pause() => Thread.Yield();

    // .NET has no priorities on Linux, where the nice value belongs to each thread and may always be raised.
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = AddNiceness(Niceness);
        }
    }

    [LibraryImport("libc", EntryPoint = "nice")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AddNiceness(int more);
}
