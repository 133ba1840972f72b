using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace KServe.LoadTest.Client;

/// <summary>One connection to a server, driven by readiness and never blocking.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal abstract class LoadConnection : IDisposable
{
    private readonly SocketPoller _poller;
    private bool _isWatchingWrites;

    /// <summary>Connects.</summary>
    /// <param name="target">The address, whose host is an IP address.</param>
    /// <param name="poller">What will report the connection.</param>
    /// <param name="index">What it is to be reported as.</param>
    protected LoadConnection(Uri target, SocketPoller poller, int index)
    {
        _poller = poller;
        Index = index;
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(new IPEndPoint(IPAddress.Parse(target.Host), target.Port));
        Socket.Blocking = false;
        poller.Add(Socket, index);
    }

    /// <summary>Gets the index that the poller reports.</summary>
    public int Index { get; }

    /// <summary>Gets how many requests may be submitted now.</summary>
    public abstract int Free { get; }

    /// <summary>Gets the body of the first answer, once it has come.</summary>
    public abstract ReadOnlyMemory<byte>? FirstBody { get; }

    /// <summary>Gets the socket.</summary>
    protected Socket Socket { get; }

    /// <summary>Takes a request; <see cref="Flush"/> sends it.</summary>
    /// <param name="intended">When it was meant to be sent.</param>
    public abstract void Submit(long intended);

    /// <summary>Sends as much as the socket takes.</summary>
    public abstract void Flush();

    /// <summary>Reads what there is and sends what follows from it.</summary>
    /// <param name="completions">Is told of every complete answer.</param>
    public abstract void Advance(ICompletions completions);

    /// <inheritdoc/>
    public void Dispose() => Socket.Dispose();

    /// <summary>Reads once.</summary>
    /// <returns>How many bytes; 0 when there is nothing to read yet.</returns>
    protected int Read(Span<byte> buffer)
    {
        var count = Socket.Receive(buffer, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success when count > 0 => count,
            SocketError.WouldBlock => 0,
            SocketError.Success => throw new LoadException("the server closed a connection"),
            _ => throw new LoadException($"a connection broke: {error}"),
        };
    }

    /// <summary>Writes once, and has the poller report when there is room for the rest.</summary>
    /// <returns>How many bytes the socket took.</returns>
    protected int Write(ReadOnlySpan<byte> bytes)
    {
        var count = Socket.Send(bytes, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            throw new LoadException($"a connection broke: {error}");
        }

        count = error == SocketError.Success ? count : 0;
        if (count < bytes.Length != _isWatchingWrites)
        {
            _isWatchingWrites = !_isWatchingWrites;
            _poller.WatchWriting(Socket, Index, _isWatchingWrites);
        }

        return count;
    }

    /// <summary>Gets the time.</summary>
    protected static long Now() => Stopwatch.GetTimestamp();
}
