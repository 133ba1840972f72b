using KServe.AspNetCore.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Client.Tests;

/// <summary>Starts real servers to call.</summary>
internal static class Servers
{
    public static Task<KServeServer> StartAsync(Predictor predictor, bool isGrpc = false) =>
        StartAsync(builder => builder.AddPredictor("m", _ => predictor), isGrpc);

    public static Task<KServeServer> StartAsync(Action<IKServeBuilder> models, bool isGrpc = false) =>
        KServeServer.StartAsync(models, host: isGrpc ? UseHttp2 : null);

    public static void UseHttp2(WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(static options =>
            options.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));
}
