using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KServe.AspNetCore.Transport;

/// <summary>Waits for events of files with Linux' <c>epoll</c>.</summary>
/// <remarks>Files may be added at any time; waiting and reading belong to one thread at a time.</remarks>
internal sealed class EpollSet : IDisposable
{
    private const int MaxEvents = 128;
    private const int WakeSlot = -1;
    private const int Forever = -1;

    // struct epoll_event is packed on x86-64 alone: events, then 64 bits of data.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Stride = IsPacked ? 3 : 4;
    private static readonly int Data = IsPacked ? 1 : 2;

    private readonly int[] _events = new int[MaxEvents * Stride];
    private readonly int _epoll;
    private readonly int _wake;

    public EpollSet()
    {
        _epoll = Check(LibC.EpollCreate(LibC.CloseOnExec));
        try
        {
            _wake = Check(LibC.EventCreate(0, LibC.CloseOnExec | LibC.NonBlocking));
            Add(_wake, WakeSlot, EpollEvents.In);
        }
        catch
        {
            _ = LibC.Close(_epoll);
            throw;
        }
    }

    /// <summary>Gets an event of the last wait.</summary>
    public ReadyFile this[int index] =>
        new(_events[(index * Stride) + Data], (EpollEvents)_events[index * Stride]);

    /// <summary>Watches a socket for everything; each change is told once.</summary>
    public void Add(Socket socket, int slot) => Add(
        (int)socket.SafeHandle.DangerousGetHandle(),
        slot,
        EpollEvents.In | EpollEvents.Out | EpollEvents.PeerClosed | EpollEvents.EdgeTriggered);

    /// <summary>Waits for events.</summary>
    /// <returns>How many there are; zero after an interruption.</returns>
    public int Wait()
    {
        var count = LibC.EpollWait(_epoll, _events, MaxEvents, Forever);
        return count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted ? 0 : Check(count);
    }

    /// <summary>Ends the wait, and all waits that follow.</summary>
    public void Wake()
    {
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Check((int)LibC.Write(_wake, one, one.Length));
    }

    public void Dispose()
    {
        _ = LibC.Close(_epoll);
        _ = LibC.Close(_wake);
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private void Add(int file, int slot, EpollEvents events)
    {
        Span<int> change = stackalloc int[Stride];
        change.Clear();
        change[0] = (int)events;
        change[Data] = slot;
        Check(LibC.EpollControl(_epoll, LibC.ControlAdd, file, change));
    }
}
