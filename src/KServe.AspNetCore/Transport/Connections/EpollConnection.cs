using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Transport;

/// <summary>One connection of a client: a socket between two pipes.</summary>
/// <remarks>
/// Receiving and sending each have one thread at a time, and neither runs application code while it has the role. The
/// socket is closed when both have ended, so that its descriptor is valid wherever they use it.
/// </remarks>
internal sealed partial class EpollConnection : ConnectionContext, ILoopClient, IThreadPoolWorkItem,
    IConnectionIdFeature, IConnectionItemsFeature, IConnectionTransportFeature, IConnectionLifetimeFeature,
    IConnectionEndPointFeature, IConnectionSocketFeature, IMemoryPoolFeature
{
    private readonly Socket _socket;
    private readonly int _file;
    private readonly EventLoop _loop;
    private readonly ConnectionIds _ids;
    private readonly ILogger _logger;
    private readonly PipeWriter _input;
    private readonly PipeReader _output;
    private int _slot;
    private string? _connectionId;
    private IDictionary<object, object?>? _items;

    public EpollConnection(
        Socket socket,
        EventLoop loop,
        SocketTransportOptions options,
        ConnectionIds ids,
        ILogger logger)
    {
        _socket = socket;
        _file = (int)socket.SafeHandle.DangerousGetHandle();
        _loop = loop;
        _ids = ids;
        _logger = logger;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closedSource.Token;

        var application = new ApplicationScheduler(loop);
        var input = new Pipe(CreateOptions(loop, application, PipeScheduler.Inline, options.MaxReadBufferSize));
        var output = new Pipe(CreateOptions(loop, new SendScheduler(), application, options.MaxWriteBufferSize));
        _input = input.Writer;
        _output = output.Reader;
        Transport = new DuplexPipe(input.Reader, output.Writer);
        Features = CreateFeatures();
    }

    public override string ConnectionId
    {
        get => _connectionId ??= _ids.Next();
        set => _connectionId = value;
    }

    public override IFeatureCollection Features { get; }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public Socket Socket => _socket;

    public MemoryPool<byte> MemoryPool => _loop.MemoryPool;

    /// <summary>Begins to receive and to send.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The socket cannot be watched.</exception>
    public void Start()
    {
        _slot = _loop.Add(this);
        try
        {
            _ = SendAsync();
            _loop.Watch(_socket, _slot);
        }
        catch
        {
            Abort();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The hints come from the kernel by way of the loop; the socket itself tells what is true.</remarks>
    public void OnReady(EpollEvents events)
    {
        const EpollEvents Broken = EpollEvents.Error | EpollEvents.HungUp;
        if ((events & (EpollEvents.Out | Broken)) != 0 && Volatile.Read(ref _wantsToSend) != 0)
        {
            _writable.Set();
        }

        if ((events & ~EpollEvents.Out) != 0)
        {
            if ((events & (EpollEvents.PeerClosed | Broken)) != 0)
            {
                _isPeerClosed = true;
            }

            Receive();
        }
    }

    private static PipeOptions CreateOptions(
        EventLoop loop,
        PipeScheduler reader,
        PipeScheduler writer,
        long? maxBufferSize)
    {
        var pause = maxBufferSize ?? 0;
        return new PipeOptions(loop.MemoryPool, reader, writer, pause, pause / 2, useSynchronizationContext: false);
    }

    private FeatureCollection CreateFeatures()
    {
        var features = new FeatureCollection();
        features.Set<IConnectionIdFeature>(this);
        features.Set<IConnectionItemsFeature>(this);
        features.Set<IConnectionTransportFeature>(this);
        features.Set<IConnectionLifetimeFeature>(this);
        features.Set<IConnectionEndPointFeature>(this);
        features.Set<IConnectionSocketFeature>(this);
        features.Set<IMemoryPoolFeature>(this);
        return features;
    }
}
