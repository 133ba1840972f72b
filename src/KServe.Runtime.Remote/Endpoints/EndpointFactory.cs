using KServe.Client;

namespace KServe.Runtime.Remote;

/// <summary>Builds the connections and endpoints of one revision.</summary>
internal static class EndpointFactory
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    public static SocketsHttpHandler CreateHandler(RemoteModelOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.AttemptTimeout < LongestConnect ? options.AttemptTimeout : LongestConnect,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        options.ConfigureConnections?.Invoke(handler);
        return handler;
    }

    public static EndpointRing CreateRing(
        string modelName,
        string address,
        RemoteModelOptions options,
        SocketsHttpHandler handler,
        RemoteServices services)
    {
        List<RemoteEndpoint> endpoints = [];
        foreach (var text in options.Endpoints.Prepend(address))
        {
            if (RemoteAddress.Parse(text, out var parsed) is { } error)
            {
                throw InferenceException.InvalidArgument($"model '{modelName}': an address {error}");
            }

            var http = new HttpClient(handler, disposeHandler: false)
            {
                BaseAddress = parsed!.Uri,
                Timeout = Timeout.InfiniteTimeSpan,
            };
            var protocol = parsed.Protocol ?? options.Protocol ?? RemoteProtocol.V2;
            var client = CreateClient(http, protocol, options, services);
            endpoints.Add(new RemoteEndpoint(modelName, client, options, services));
        }

        return new EndpointRing(endpoints);
    }

    private static InferenceClient CreateClient(
        HttpClient http,
        RemoteProtocol protocol,
        RemoteModelOptions options,
        RemoteServices services)
    {
        var client = new InferenceClientOptions
        {
            Timeout = options.AttemptTimeout,
            MaxResponseLength = options.MaxResponseLength,
            BinaryTensors = options.BinaryTensors,
            Protocol = protocol == RemoteProtocol.V1 ? RestProtocol.V1 : RestProtocol.V2,
            Pool = services.Pool,
            TimeProvider = services.Time,
        };
        foreach (var (name, value) in options.Headers)
        {
            client.Headers[name] = value;
        }

        return protocol == RemoteProtocol.GrpcV2
            ? new InferenceGrpcClient(http, client)
            : new InferenceRestClient(http, client);
    }
}
