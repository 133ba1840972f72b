using KServe.ControlPlane;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Tells where the server listens: on the port for HTTP, or else at its first address.</summary>
internal sealed class ListeningAddress(IServiceProvider services, IOptions<KServeHttpOptions> options) : IHostAddress
{
    public string? Url
    {
        get
        {
            // Asked late: the server is built after those who may ask for it.
            var server = services.GetService(typeof(IServer)) as IServer;
            Uri[] addresses =
            [
                .. (server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                    .Select(static address => Parse(address))
                    .OfType<Uri>(),
            ];
            var url = Array.Find(addresses, address => address.Port == options.Value.HttpPort)
                ?? addresses.FirstOrDefault();
            return url?.GetLeftPart(UriPartial.Authority);
        }
    }

    // Whoever listens on all addresses is at least reached from this machine.
    private static Uri? Parse(string address)
    {
        foreach (var any in (ReadOnlySpan<string>)["://[::]", "://0.0.0.0", "://*", "://+"])
        {
            address = address.Replace(any, "://localhost", StringComparison.Ordinal);
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Port > 0 && uri.Host.Length > 0
            ? uri
            : null;
    }
}
