using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Transport;

/// <summary>Accepts the connections of one endpoint and gives each to a loop.</summary>
/// <remarks>It accepts only when asked for a connection; what waits meanwhile, waits in the backlog.</remarks>
internal sealed class EpollListener : IConnectionListener, ILoopClient
{
    // Without descriptors or memory, accepting fails at once: trying on would keep a processor busy.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Once = Timeout.InfiniteTimeSpan;

    private readonly ReadySignal _ready = new(waiterRunsAsync: true);
    private readonly Socket _socket;
    private readonly LoopCrew _crew;
    private readonly SocketTransportOptions _options;
    private readonly ConnectionIds _ids;
    private readonly ILogger _logger;
    private readonly Func<Task> _onDisposed;
    private readonly EventLoop _loop;
    private readonly int _slot;
    private readonly Timer _retry;
    private bool _isFailing;
    private int _isUnbound;
    private int _isDisposed;

    public EpollListener(
        Socket socket,
        LoopCrew crew,
        SocketTransportOptions options,
        ConnectionIds ids,
        ILogger logger,
        Func<Task> onDisposed)
    {
        _socket = socket;
        _crew = crew;
        _options = options;
        _ids = ids;
        _logger = logger;
        _onDisposed = onDisposed;
        EndPoint = socket.LocalEndPoint!;
        _loop = crew.ChooseLoop();
        _slot = _loop.Add(this);
        _loop.Watch(socket, _slot);

        // Runs once at the start: its thread needs a descriptor too, and could not begin when none is left.
        _retry = new Timer(static listener => ((EpollListener)listener!)._ready.Set(), this, Pause, Once);
    }

    public EndPoint EndPoint { get; }

    public void OnReady(EpollEvents events) => _ready.Set();

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _isUnbound) != 0)
            {
                return null;
            }

            if (TryAccept(out var connection))
            {
                _isFailing = false;
                return connection;
            }

            if (!await _ready.WaitAsync())
            {
                return null;
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isUnbound, 1) == 0)
        {
            _loop.Remove(_slot);
            _socket.Dispose();
            _retry.Dispose();
            _ready.Close();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _onDisposed();
        }
    }

    private bool TryAccept(out ConnectionContext? connection)
    {
        connection = null;
        Socket? socket = null;
        try
        {
            // Asking first is cheaper than the exception that an empty backlog would be.
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                _isFailing = false;
                return false;
            }

            socket = _socket.Accept();
            connection = Open(socket);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // Unbound meanwhile: the caller sees that before it waits.
            socket?.Dispose();
            _ready.Set();
            return false;
        }
        catch (Exception error)
        {
            socket?.Dispose();
            OnFailed(error);
            return false;
        }
    }

    private EpollConnection Open(Socket socket)
    {
        socket.Blocking = false;
        socket.NoDelay = _options.NoDelay;
        var connection = new EpollConnection(socket, _crew.ChooseLoop(), _options, _ids, _logger);
        connection.Start();
        return connection;
    }

    private void OnFailed(Exception error)
    {
        switch ((error as SocketException)?.SocketErrorCode)
        {
            case SocketError.WouldBlock:
                return;
            case SocketError.ConnectionAborted or SocketError.ConnectionReset:
                // The client left the backlog; the next one may be there already.
                _ready.Set();
                return;
        }

        if (!_isFailing)
        {
            TransportLog.CannotAccept(_logger, EndPoint, error.Message);
        }

        _isFailing = true;
        _retry.Change(Pause, Once);
    }
}
