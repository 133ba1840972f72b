using System.Net;

namespace KServe.Storage.Http;

/// <summary>Says which addresses downloads may connect to.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class AddressPolicy(StorageOptions options)
{
    private readonly HashSet<string> _hosts =
        new(options.AllowedPrivateHosts.Select(static h => h.Trim('[', ']')), StringComparer.OrdinalIgnoreCase);

    public bool IsAllowed(string host, IPAddress address) =>
        AddressClasses.Classify(address) switch
        {
            AddressClass.Public => true,
            AddressClass.Private => options.AllowPrivateNetworks || _hosts.Contains(host.Trim('[', ']')),

            // Whoever allows the private network hardly means the service that hands out the machine's credentials.
            AddressClass.Metadata => _hosts.Contains(host.Trim('[', ']')),
            _ => false,
        };
}
