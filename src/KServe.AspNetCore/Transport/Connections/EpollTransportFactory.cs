using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Transport;

/// <summary>Opens the endpoints with IP addresses on Linux; all others are left to the factories before it.</summary>
/// <remarks>Safe for concurrent use. The loops live from the first listener to the last.</remarks>
internal sealed class EpollTransportFactory(
    IOptions<KServeTransportOptions> options,
    IOptions<SocketTransportOptions> sockets,
    IMemoryPoolFactory<byte> memory,
    ConnectionPlaces places,
    ILogger<EpollTransportFactory> logger) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Lock _lock = new();
    private readonly ConnectionIds _ids = new();
    private LoopCrew? _crew;
    private int _listeners;
    private bool _hasLoggedSystem;

    public bool CanBind(EndPoint endpoint)
    {
        if (OperatingSystem.IsLinux())
        {
            return endpoint is IPEndPoint;
        }

        if (!_hasLoggedSystem)
        {
            _hasLoggedSystem = true;
            TransportLog.NotLinux(logger);
        }

        return false;
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        // Options that are wrong are said before anything is open.
        var loopCount = options.Value.LoopCount;
        var socket = Listen(endpoint);
        var listener = new EpollListener(socket, Acquire(), sockets.Value, _ids, logger, ReleaseAsync);
        TransportLog.Listening(logger, listener.EndPoint, loopCount);
        return new ValueTask<IConnectionListener>(places.Bound(listener));
    }

    private Socket Listen(EndPoint endpoint)
    {
        Socket? socket = null;
        try
        {
            socket = sockets.Value.CreateBoundListenSocket(endpoint);
            socket.Blocking = false;
            socket.Listen(sockets.Value.Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            throw error.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new AddressInUseException(error.Message, error)
                : error;
        }
    }

    private LoopCrew Acquire()
    {
        lock (_lock)
        {
            _crew ??= new LoopCrew(options.Value, memory, logger);
            _listeners++;
            return _crew;
        }
    }

    private Task ReleaseAsync()
    {
        LoopCrew crew;
        lock (_lock)
        {
            if (--_listeners > 0)
            {
                return Task.CompletedTask;
            }

            crew = _crew!;
            _crew = null;
        }

        return crew.StopAsync();
    }
}
