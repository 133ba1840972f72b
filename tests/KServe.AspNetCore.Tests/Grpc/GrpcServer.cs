using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Grpc;

/// <summary>A server that speaks HTTP/2 without TLS, and a client of it.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private GrpcServer(KServeServer server)
    {
        Server = server;
        Client = new GrpcTestClient(server.Address);
    }

    public KServeServer Server { get; }

    public GrpcTestClient Client { get; }

    public static Task<GrpcServer> StartAsync(Predictor predictor, Action<KServeGrpcOptions>? grpc = null) =>
        StartAsync(builder => builder.AddPredictor("m", _ => predictor), grpc);

    public static async Task<GrpcServer> StartAsync(
        Action<IKServeBuilder> models,
        Action<KServeGrpcOptions>? grpc = null,
        Action<KServeHttpOptions>? http = null)
    {
        void Configure(WebApplicationBuilder builder)
        {
            UseHttp2(builder);
            builder.Services.AddOptions<KServeGrpcOptions>().PostConfigure(grpc ?? (static _ => { }));
        }

        return new GrpcServer(await KServeServer.StartAsync(models, http, Configure));
    }

    public static void UseHttp2(WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(static options =>
            options.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return Server.DisposeAsync();
    }
}
