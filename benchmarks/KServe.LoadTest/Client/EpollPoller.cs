using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KServe.LoadTest.Client;

/// <summary>Waits with Linux' <c>epoll</c>, whose cost does not grow with the sockets that are not ready.</summary>
internal sealed class EpollPoller : SocketPoller
{
    private const int In = 1;
    private const int Out = 4;
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86-64 alone: events, then 64 bits of data.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Stride = IsPacked ? 3 : 4;
    private static readonly int Data = IsPacked ? 1 : 2;
    private readonly int[] _events = new int[MaxEvents * Stride];
    private readonly int _epoll = Check(LibC.EpollCreate(0));

    /// <inheritdoc/>
    public override void Add(Socket socket, int index) => Control(LibC.EpollAdd, socket, index, In);

    /// <inheritdoc/>
    public override void WatchWriting(Socket socket, int index, bool isWatched) =>
        Control(LibC.EpollModify, socket, index, isWatched ? In | Out : In);

    /// <inheritdoc/>
    public override int Wait(Span<int> ready, int milliseconds)
    {
        // A negative count is an interrupted wait: the caller waits again.
        var count = Math.Max(0, LibC.EpollWait(_epoll, _events, Math.Min(MaxEvents, ready.Length), milliseconds));
        for (var i = 0; i < count; i++)
        {
            ready[i] = _events[(i * Stride) + Data];
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Dispose() => _ = LibC.Close(_epoll);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception();

    private void Control(int operation, Socket socket, int index, int events)
    {
        Span<int> change = stackalloc int[Stride];
        change.Clear();
        change[0] = events;
        change[Data] = index;
        Check(LibC.EpollControl(_epoll, operation, (int)socket.Handle, change));
    }
}
