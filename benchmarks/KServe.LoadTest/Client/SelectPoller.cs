using System.Net.Sockets;

namespace KServe.LoadTest.Client;

/// <summary>Waits with <c>Socket.Select</c>, where there is nothing cheaper.</summary>
internal sealed class SelectPoller : SocketPoller
{
    private readonly Dictionary<Socket, int> _indexes = [];
    private readonly HashSet<Socket> _writing = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Socket> _writable = [];

    /// <inheritdoc/>
    public override void Add(Socket socket, int index) => _indexes[socket] = index;

    /// <inheritdoc/>
    public override void WatchWriting(Socket socket, int index, bool isWatched)
    {
        if (isWatched)
        {
            _writing.Add(socket);
        }
        else
        {
            _writing.Remove(socket);
        }
    }

    /// <inheritdoc/>
    public override int Wait(Span<int> ready, int milliseconds)
    {
        _readable.Clear();
        _readable.AddRange(_indexes.Keys);
        _writable.Clear();
        _writable.AddRange(_writing);
        Socket.Select(_readable, _writable.Count > 0 ? _writable : null, null, milliseconds * 1000);
        var count = 0;
        foreach (var socket in _readable)
        {
            ready[count++] = _indexes[socket];
        }

        foreach (var socket in _writable)
        {
            if (!_readable.Contains(socket))
            {
                ready[count++] = _indexes[socket];
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Holds nothing but references to sockets of others.
    }
}
