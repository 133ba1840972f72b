using KServe.AspNetCore.Tests;
using KServe.Client.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Remote.Tests.Torture;

/// <summary>A server that is stopped as an orchestrator does, and started anew at the same address.</summary>
internal sealed class RollingBackend : IAsyncDisposable
{
    private static readonly TimeSpan DrainDelay = TimeSpan.FromMinutes(5);
    private readonly bool _isGrpc;
    private HeldTimeProvider _time;
    private KServeServer _server;

    private RollingBackend(bool isGrpc, HeldTimeProvider time, KServeServer server) =>
        (_isGrpc, _time, _server) = (isGrpc, time, server);

    public Uri Address => _server.Address;

    public static async Task<RollingBackend> StartAsync(bool isGrpc)
    {
        var (time, server) = await StartAsync(isGrpc, port: 0);
        return new RollingBackend(isGrpc, time, server);
    }

    /// <summary>Restarts the server; requests go on while it drains.</summary>
    public async Task RestartAsync(Func<Task> whileDraining)
    {
        var port = Address.Port;
        var stopped = _server.StopAsync();
        await _time.Held;
        await whileDraining();
        _time.Release();
        await stopped;
        await _server.DisposeAsync();
        (_time, _server) = await StartAsync(_isGrpc, port);
    }

    public async ValueTask DisposeAsync()
    {
        var stopped = _server.StopAsync();
        _time.Release();
        await stopped;
        await _server.DisposeAsync();
    }

    private static async Task<(HeldTimeProvider Time, KServeServer Server)> StartAsync(bool isGrpc, int port)
    {
        var time = new HeldTimeProvider(DrainDelay);
        var server = await KServeServer.StartAsync(
            static models => models.AddPredictor("m", static _ => new EchoPredictor()),
            host: builder => Configure(builder, isGrpc, port, time));
        return (time, server);
    }

    private static void Configure(WebApplicationBuilder builder, bool isGrpc, int port, TimeProvider time)
    {
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services
            .AddSingleton(time)
            .Configure<KServeOptions>(static options => options.DrainDelay = DrainDelay);
        if (isGrpc)
        {
            Servers.UseHttp2(builder);
        }
    }
}
