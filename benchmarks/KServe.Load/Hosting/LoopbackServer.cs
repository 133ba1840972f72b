using System.Net;
using KServe.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KServe.Load.Hosting;

/// <summary>Runs the whole server on ports of the loopback address that the system chooses.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app, Uri[] addresses)
    {
        _app = app;
        Http = addresses[0];
        Grpc = addresses[1];
        Tls = addresses.Length > 2 ? addresses[2] : null;
        Gauges = new ServerGauges(app.Services);
    }

    /// <summary>Gets the address of the port for HTTP/1.1.</summary>
    public Uri Http { get; }

    /// <summary>Gets the address of the port for cleartext HTTP/2.</summary>
    public Uri Grpc { get; }

    /// <summary>Gets the address of the port for both over TLS, if there is one.</summary>
    public Uri? Tls { get; }

    /// <summary>Gets what is in use at the moment.</summary>
    public ServerGauges Gauges { get; }

    /// <summary>Gets the services of the host.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server and waits for its models.</summary>
    /// <param name="options">What it serves.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The running server.</returns>
    public static async Task<LoopbackServer> StartAsync(
        LoopbackServerOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        (options.Logging ?? LogToConsole).Invoke(builder.Logging);
        options.Models(builder.Services.AddKServeCore().AddProtocols(options.Http));
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        var app = builder.Build();
        app.MapKServe();
        options.Routes(app);
        try
        {
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<ServerHealth>().Started.WaitAsync(cancellationToken);
            RequireReady(app.Services.GetRequiredService<ModelRegistry>(), options.WaitFor);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            return new LoopbackServer(app, [.. addresses.Addresses.Select(static address => new Uri(address))]);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Gauges.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, LoopbackServerOptions options)
    {
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.Listen(IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        if (options.Certificate is { } certificate)
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate));
        }

        options.Kestrel(kestrel);
    }

    private static void LogToConsole(ILoggingBuilder logging) =>
        logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();

    private static void RequireReady(ModelRegistry registry, IReadOnlyList<string> names)
    {
        var failed = registry.GetIndex()
            .Where(model => names.Contains(model.Name, StringComparer.Ordinal) && model.State != ModelState.Ready)
            .Select(static model => $"{model.Name}: {model.Reason}")
            .ToArray();
        if (failed.Length > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, failed));
        }
    }
}
