using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace KServe.Storage.Http;

/// <summary>Opens connections to addresses that the policy allows, and to no others.</summary>
/// <remarks>
/// Safe for concurrent calls. The address that was checked is the address that is connected to: a name that resolves
/// differently a moment later gains nothing. Proxies of the environment are not used, as the check would see the
/// proxy's address alone.
/// </remarks>
internal sealed class HttpTransport : IDisposable
{
    private const int MaxHeaderKilobytes = 64;

    private readonly AddressPolicy _policy;
    private readonly HostResolver _resolver;
    private readonly HttpMessageInvoker _invoker;

    public HttpTransport(IOptions<StorageOptions> options, HostResolver resolver)
    {
        _policy = new AddressPolicy(options.Value);
        _resolver = resolver;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectCallback = ConnectAsync,
                ConnectTimeout = options.Value.ConnectTimeout,
                MaxResponseHeadersLength = MaxHeaderKilobytes,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                UseCookies = false,
                UseProxy = false,
            });
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host;
        IPAddress[] addresses = await _resolver.ResolveAsync(host, cancellationToken);
        foreach (IPAddress address in addresses)
        {
            // One refused address refuses the host: names that have both kinds are made to slip through.
            if (!_policy.IsAllowed(host, address))
            {
                throw StorageErrors.AddressRefused(host);
            }
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
