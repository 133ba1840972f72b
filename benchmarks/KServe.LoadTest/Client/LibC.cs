using System.Runtime.InteropServices;

namespace KServe.LoadTest.Client;

/// <summary>The few calls of Linux that .NET has no method for.</summary>
internal static partial class LibC
{
    public const int EpollAdd = 1;
    public const int EpollModify = 3;
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int file, ReadOnlySpan<int> change);

    [LibraryImport(Name, EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, Span<int> events, int maxEvents, int milliseconds);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(int file);
}
