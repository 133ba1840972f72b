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

    /// <summary>Builds the endpoints of a model of tensors.</summary>
    public static EndpointRing<InferenceClient> CreateRing(
        string modelName,
        string address,
        RemoteModelOptions options,
        SocketsHttpHandler handler,
        RemoteServices services) => CreateRing(
            modelName,
            address,
            options,
            services,
            parsed => CreateClient(
                NewHttp(handler, parsed.Uri), parsed.Protocol ?? options.Protocol, options, services),
            (client, token) => client.IsModelReadyAsync(options.ModelName ?? modelName, options.ModelVersion, token));

    /// <summary>Builds the endpoints of a model of texts.</summary>
    public static EndpointRing<LanguageModelClient> CreateTextRing(
        string modelName,
        string address,
        RemoteModelOptions options,
        SocketsHttpHandler handler,
        RemoteServices services)
    {
        var client = LanguageModelSettings.Create(options, services);
        return CreateRing(
            modelName,
            address,
            options,
            services,
            parsed => new LanguageModelClient(NewHttp(handler, LanguageModelSettings.GetBase(parsed.Uri)), client),
            static (client, token) => client.IsReadyAsync(token));
    }

    private static EndpointRing<TClient> CreateRing<TClient>(
        string modelName,
        string address,
        RemoteModelOptions options,
        RemoteServices services,
        Func<RemoteAddress, TClient> create,
        Func<TClient, CancellationToken, Task<bool>> isReady)
        where TClient : class, IDisposable
    {
        var cap = new EjectionCap(options.Endpoints.Count + 1, options.Breaker.MaxOpenShare);
        List<RemoteEndpoint<TClient>> endpoints = [];
        foreach (var text in options.Endpoints.Prepend(address))
        {
            if (RemoteAddress.Parse(text, out var parsed) is { } error)
            {
                throw InferenceException.InvalidArgument($"model '{modelName}': an address {error}");
            }

            endpoints.Add(new RemoteEndpoint<TClient>(
                modelName, parsed!.Uri.Authority, create(parsed), isReady, cap, options, services));
        }

        return new EndpointRing<TClient>(endpoints);
    }

    private static HttpClient NewHttp(SocketsHttpHandler handler, Uri address) =>
        new(handler, disposeHandler: false) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    private static InferenceClient CreateClient(
        HttpClient http,
        RemoteProtocol? protocol,
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
