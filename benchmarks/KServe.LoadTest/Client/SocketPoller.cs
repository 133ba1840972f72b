using System.Net.Sockets;

namespace KServe.LoadTest.Client;

/// <summary>Waits until one of many sockets can be read from or written to.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal abstract class SocketPoller : IDisposable
{
    /// <summary>Creates the cheapest that this system has.</summary>
    public static SocketPoller Create() => OperatingSystem.IsLinux() ? new EpollPoller() : new SelectPoller();

    /// <summary>Watches a socket for reading.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="index">What to report it as.</param>
    public abstract void Add(Socket socket, int index);

    /// <summary>Says whether a socket is also watched for writing.</summary>
    public abstract void WatchWriting(Socket socket, int index, bool isWatched);

    /// <summary>Waits for at least one socket, or until the time is up.</summary>
    /// <param name="ready">Gets the indexes.</param>
    /// <param name="milliseconds">How long to wait; 0 only looks.</param>
    /// <returns>How many are ready.</returns>
    public abstract int Wait(Span<int> ready, int milliseconds);

    /// <inheritdoc/>
    public abstract void Dispose();
}
