using System.Runtime.InteropServices;

namespace KServe.AspNetCore.Transport;

/// <summary>The calls of Linux that .NET lacks, or does not offer in the form that the transport needs.</summary>
internal static partial class LibC
{
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int ControlAdd = 1;

    /// <summary>The socket sends no signal when the other side has gone.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>More follows at once: the kernel may wait for it before it fills a packet.</summary>
    public const int MoreFollows = 0x8000;

    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int file, ReadOnlySpan<int> change);

    [LibraryImport(Name, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, Span<int> events, int maxEvents, int milliseconds);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventCreate(uint value, int flags);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport(Name, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, Span<byte> bytes, nint count, int flags);

    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, ReadOnlySpan<byte> bytes, nint count, int flags);
}
