using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Opens KServe's ports when the application opens none.</summary>
/// <remarks>
/// Runs after the application's code and before the server starts: the only moment at which all the ways to say where
/// to listen (code, addresses, configuration, environment) have been used.
/// </remarks>
internal sealed class DefaultEndpoints(
    IServer server,
    IConfiguration configuration,
    IOptions<KestrelServerOptions> kestrel,
    IOptions<KServeHttpOptions> http,
    ListenState listen,
    ILogger<DefaultEndpoints> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var options = kestrel.Value;
        if (!listen.HasCodeEndpoints && !HasAddresses())
        {
            Open(options, http.Value);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool HasAddresses() =>
        server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 }
        || !string.IsNullOrEmpty(configuration["urls"])
        || !string.IsNullOrEmpty(configuration["http_ports"])
        || !string.IsNullOrEmpty(configuration["https_ports"])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private void Open(KestrelServerOptions kestrelOptions, KServeHttpOptions options)
    {
        if (options.CertificatePath is { } path)
        {
            var certificate = X509Certificate2.CreateFromPemFile(path, options.CertificateKeyPath);
            Listen(kestrelOptions, options.Host, options.HttpPort, endpoint => endpoint.UseHttps(certificate));
            return;
        }

        Listen(kestrelOptions, options.Host, options.HttpPort, static endpoint =>
            endpoint.Protocols = HttpProtocols.Http1);
        Listen(kestrelOptions, options.Host, options.GrpcPort, static endpoint =>
            endpoint.Protocols = HttpProtocols.Http2);
    }

    private void Listen(KestrelServerOptions options, string host, int port, Action<ListenOptions> configure)
    {
        if (port == 0)
        {
            return;
        }

        HttpLog.Listening(logger, host, port);
        switch (host)
        {
            case "localhost":
                options.ListenLocalhost(port, configure);
                break;
            case "*":
                options.ListenAnyIP(port, configure);
                break;
            default:
                options.Listen(IPAddress.Parse(host), port, configure);
                break;
        }
    }
}
