using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Tells who may read and change resources.</summary>
internal sealed class ControlPlaneGuard(IOptions<KServeHttpOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly RepositoryAccess _access = options.Value.ControlPlane.Access;
    private readonly byte[]? _key = options.Value.ControlPlane.Key is { } key ? Hash(key) : null;

    public bool IsEnabled => _access != RepositoryAccess.Disabled;

    public void RequireAccess(HttpContext context)
    {
        if (_access == RepositoryAccess.Loopback && !IsLoopback(context.Connection.RemoteIpAddress))
        {
            throw Refusal.Forbidden("Resources are read and changed from this machine only.");
        }

        // Any page in a browser on this machine can send here; browsers say so.
        var site = context.Request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none"))
        {
            throw Refusal.Forbidden("Resources are not read and changed from other sites.");
        }

        if (_key is not null && !HasKey(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new BadHttpRequestException(
                "Authorization: a bearer token with the key of this server was expected.",
                StatusCodes.Status401Unauthorized);
        }
    }

    // Hashes are of one length and tell nothing of where texts differ.
    private bool HasKey(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..].Trim()), _key);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    // Without an address the client is in this process or on a Unix socket.
    private static bool IsLoopback(IPAddress? address) =>
        address is null
        || IPAddress.IsLoopback(address)
        || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4()));
}
