using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KServe.AspNetCore;

/// <summary>Tells who may use the model repository, over any protocol.</summary>
internal sealed class RepositoryGuard(IOptions<KServeHttpOptions> options)
{
    private readonly RepositoryAccess _access = options.Value.RepositoryApi;

    public void RequireEnabled()
    {
        if (_access == RepositoryAccess.Disabled)
        {
            throw Refusal.Forbidden("The repository API is disabled.");
        }
    }

    public void RequireAccess(HttpContext context)
    {
        RequireEnabled();
        if (_access == RepositoryAccess.Loopback && !IsLoopback(context.Connection.RemoteIpAddress))
        {
            throw Refusal.Forbidden("The repository API takes requests from this machine only.");
        }

        // Any page in a browser on this machine can post here; browsers say so.
        var site = context.Request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none"))
        {
            throw Refusal.Forbidden("The repository API takes no requests from other sites.");
        }
    }

    // Without an address the client is in this process or on a Unix socket.
    private static bool IsLoopback(IPAddress? address) =>
        address is null
        || IPAddress.IsLoopback(address)
        || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4()));
}
