using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore.Transport;

/// <summary>Kestrel's own transport, bounded where the process may have few file descriptors.</summary>
/// <remarks>Safe for concurrent use. Where there are enough, or another transport serves, it steps aside.</remarks>
internal sealed class BoundedTransportFactory(
    IOptions<SocketTransportOptions> sockets,
    IEnumerable<IValidateOptions<KServeTransportOptions>> others,
    ConnectionPlaces places,
    ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _inner = new(sockets, loggers);
    private readonly bool _isAlone = !others.Any();

    public bool CanBind(EndPoint endpoint) => _isAlone && places.AreFew && endpoint is IPEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default) =>
        places.Bound(await _inner.BindAsync(endpoint, cancellationToken));
}
