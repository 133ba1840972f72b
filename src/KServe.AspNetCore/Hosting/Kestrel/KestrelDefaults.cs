using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Sets Kestrel's limits for a server of tensors, before the application's own settings.</summary>
internal sealed class KestrelDefaults(ListenState listen)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    private const int MaxConnections = 10_000;
    private const int MaxUpgradedConnections = 1_000;
    private const int ConnectionWindow = 8 << 20;
    private const int StreamWindow = 4 << 20;
    private const int ResponseBuffer = 1 << 20;

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.RequestHeaderEncodingSelector = StrictContentLengthEncoding.Select;

        // Runs for each endpoint that the application opens in code, which Kestrel shows nowhere else.
        options.ConfigureEndpointDefaults(_ => listen.HasCodeEndpoints = true);
        Configure(options.Limits);
    }

    // With 64 KiB a large response waits for the socket ten times, and each wait allocates in every layer.
    public void Configure(SocketTransportOptions options) => options.MaxWriteBufferSize = ResponseBuffer;

    private static void Configure(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxConcurrentUpgradedConnections = MaxUpgradedConnections;

        // A dead peer must not hold its streams until TCP notices.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        limits.Http2.MaxStreamsPerConnection = 100;

        // One tensor of an image is half a megabyte: the default windows would stall each on a round trip.
        limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        limits.Http2.InitialStreamWindowSize = StreamWindow;
        limits.MaxResponseBufferSize = ResponseBuffer;
    }
}
