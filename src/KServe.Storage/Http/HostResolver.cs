using System.Net;

namespace KServe.Storage.Http;

/// <summary>Resolves host names.</summary>
/// <remarks>Safe for concurrent calls. Tests replace it by names that resolve to what they should not.</remarks>
internal class HostResolver
{
    public virtual Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out IPAddress? address)
            ? Task.FromResult<IPAddress[]>([address])
            : Dns.GetHostAddressesAsync(host, cancellationToken);
}
