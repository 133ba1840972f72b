namespace KServe.Storage.Http;

internal enum AddressClass
{
    /// <summary>Multicast, reserved and documentation addresses: never a server.</summary>
    Never = 0,
    Public,

    /// <summary>Loopback, private, link-local, unique-local and shared addresses.</summary>
    Private,

    /// <summary>The metadata services of clouds.</summary>
    Metadata,
}
