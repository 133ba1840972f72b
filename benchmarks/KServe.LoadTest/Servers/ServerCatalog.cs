using KServe.LoadTest.Peers;

namespace KServe.LoadTest.Servers;

/// <summary>Makes the servers that the harness knows.</summary>
internal static class ServerCatalog
{
    /// <summary>Makes one of each, in the order of the table.</summary>
    public static IReadOnlyList<ServerUnderTest> CreateAll() => [.. PeerCatalog.CreateServers()];
}
