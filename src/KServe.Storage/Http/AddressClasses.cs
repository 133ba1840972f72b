using System.Net;
using System.Net.Sockets;

namespace KServe.Storage.Http;

/// <summary>Sorts addresses by the registries of special-purpose addresses (RFC 6890 and its updates).</summary>
internal static class AddressClasses
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // Addresses of IPv6 that lead to one of IPv4, and where in the 16 bytes that one is.
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    private static readonly (IPNetwork Network, AddressClass Class)[] Special =
    [
        (IPNetwork.Parse("169.254.169.254/32"), AddressClass.Metadata),
        (IPNetwork.Parse("100.100.100.200/32"), AddressClass.Metadata),
        (IPNetwork.Parse("168.63.129.16/32"), AddressClass.Metadata),
        (IPNetwork.Parse("192.0.0.192/32"), AddressClass.Metadata),
        (IPNetwork.Parse("fd00:ec2::254/128"), AddressClass.Metadata),
        (IPNetwork.Parse("0.0.0.0/8"), AddressClass.Private),
        (IPNetwork.Parse("10.0.0.0/8"), AddressClass.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressClass.Private),
        (IPNetwork.Parse("127.0.0.0/8"), AddressClass.Private),
        (IPNetwork.Parse("169.254.0.0/16"), AddressClass.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressClass.Private),
        (IPNetwork.Parse("192.0.0.0/24"), AddressClass.Never),
        (IPNetwork.Parse("192.0.2.0/24"), AddressClass.Never),
        (IPNetwork.Parse("192.88.99.0/24"), AddressClass.Never),
        (IPNetwork.Parse("192.168.0.0/16"), AddressClass.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressClass.Private),
        (IPNetwork.Parse("198.51.100.0/24"), AddressClass.Never),
        (IPNetwork.Parse("203.0.113.0/24"), AddressClass.Never),
        (IPNetwork.Parse("224.0.0.0/3"), AddressClass.Never),
        (IPNetwork.Parse("::/127"), AddressClass.Private),
        (IPNetwork.Parse("fc00::/7"), AddressClass.Private),
        (IPNetwork.Parse("fe80::/10"), AddressClass.Private),
        (IPNetwork.Parse("fec0::/10"), AddressClass.Private),
        (IPNetwork.Parse("2001::/32"), AddressClass.Never),
        (IPNetwork.Parse("2001:db8::/32"), AddressClass.Never),
    ];

    public static AddressClass Classify(IPAddress address)
    {
        IPAddress plain = Unwrap(address);
        foreach ((IPNetwork network, AddressClass kind) in Special)
        {
            if (network.Contains(plain))
            {
                return kind;
            }
        }

        bool isPublic = plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain);
        return isPublic ? AddressClass.Public : AddressClass.Never;
    }

    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);

        // A scope id is no part of the address, but keeps it from matching a network.
        IPAddress unscoped = new(bytes);
        foreach ((IPNetwork network, int offset) in Embedding)
        {
            if (network.Contains(unscoped))
            {
                return new IPAddress(bytes.Slice(offset, 4));
            }
        }

        return unscoped;
    }
}
