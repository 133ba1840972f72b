using KServe.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Transport;

/// <summary>Starts servers that use the transport, with one loop unless a test wants more.</summary>
internal static class TransportServer
{
    public const string ThreadName = "KServe transport";

    public static Task<KServeServer> StartAsync(
        Action<WebApplication> app,
        Action<KServeTransportOptions>? transport = null,
        Action<WebApplicationBuilder>? host = null,
        Action<IKServeBuilder>? models = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The transport is for Linux.");
        return KServeServer.StartAsync(
            models ?? (static _ => { }),
            host: builder =>
            {
                builder.WebHost.UseKServeTransport(options =>
                {
                    options.LoopCount = 1;

                    // Never slow: whether the pool serves is then up to the test, not to the machine.
                    options.SlowAfter = TimeSpan.FromSeconds(10);
                    transport?.Invoke(options);
                });
                host?.Invoke(builder);
            },
            app: app);
    }
}
