using KServe.Conformance.Tests.Clients;
using KServe.Protocol;

namespace KServe.Conformance.Tests.Hosting;

/// <summary>Starts each server and the node client once, when the first test asks for it.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    private readonly Dictionary<ServerKind, ConformanceServer> _servers = [];
    private NodeClient? _node;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    internal async Task<ConformanceServer> GetAsync(ServerKind kind)
    {
        if (!_servers.TryGetValue(kind, out var server))
        {
            server = await StartAsync(kind);
            _servers.Add(kind, server);
        }

        return server;
    }

    internal async Task<NodeClient> GetNodeAsync() => _node ??= await NodeClient.StartAsync();

    private static Task<ConformanceServer> StartAsync(ServerKind kind) => kind switch
    {
        ServerKind.GoldenKServe => ConformanceServer.StartGoldenAsync(static http =>
            http.JsonForm = V2JsonForm.KServe),
        ServerKind.GoldenStrict => ConformanceServer.StartGoldenAsync(static http =>
            http.JsonForm = V2JsonForm.Strict),
        ServerKind.Limited => ConformanceServer.StartAsync(
            static http => http.MaxRequestBodySize = ServerLimits.BodySize,
            static kestrel =>
            {
                var limits = kestrel.Limits;
                limits.RequestHeadersTimeout = ServerLimits.HeadersTimeout;
                limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: ServerLimits.BodyGrace);
                limits.MinResponseDataRate = new(bytesPerSecond: 1 << 30, gracePeriod: ServerLimits.BodyGrace);
            },
            static grpc => grpc.StreamIdleTimeout = ServerLimits.StreamIdle),
        _ => ConformanceServer.StartAsync(certificate: SelfSignedCertificate.Create()),
    };
}
