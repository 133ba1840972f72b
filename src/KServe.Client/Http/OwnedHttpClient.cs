namespace KServe.Client;

/// <summary>Makes the HTTP clients that inference clients own.</summary>
internal static class OwnedHttpClient
{
    // So that a server that moves is found again.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    public static HttpClient Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        return new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = ServerAddress.Require(address),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
