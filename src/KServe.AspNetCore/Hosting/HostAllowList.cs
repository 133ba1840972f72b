using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace KServe.AspNetCore;

/// <summary>Refuses requests whose Host header names somebody else.</summary>
/// <remarks>
/// A page in a browser can resolve its own name to 127.0.0.1 and then talk to a server that listens on loopback only
/// (DNS rebinding). Its Host header gives it away.
/// </remarks>
internal sealed class HostAllowList(IServer server, IOptions<KServeHttpOptions> options)
{
    private static readonly StringSegment[] LoopbackHosts = ["localhost", "*.localhost", "127.0.0.1", "[::1]"];

    private StringSegment[]? _hosts;
    private string? _lastAllowed;

    public bool Allows(HostString host)
    {
        // Settled at the first request: before that the server does not know its addresses.
        var hosts = _hosts ??= Decide();
        if (hosts.Length == 0 || (host.HasValue && string.Equals(host.Value, _lastAllowed, StringComparison.Ordinal)))
        {
            return true;
        }

        if (!HostString.MatchesAny(host.Host, hosts))
        {
            return false;
        }

        // Most requests carry the same header: the next one needs no matching.
        _lastAllowed = host.Value;
        return true;
    }

    private StringSegment[] Decide()
    {
        var configured = options.Value.AllowedHosts;
        if (configured.Count > 0)
        {
            return configured.Contains("*") ? [] : [.. configured.Select(static host => new StringSegment(host))];
        }

        return server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 } addresses
            && addresses.Addresses.All(IsLoopback)
            ? LoopbackHosts
            : [];
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
