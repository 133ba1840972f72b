using KServe.LoadTest.Peers.Compute;
using KServe.LoadTest.Peers.Programs;
using KServe.LoadTest.Scenarios;
using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Peers;

/// <summary>Makes the servers that are not ours, and the scenarios that exist for their sake.</summary>
internal static class PeerCatalog
{
    /// <summary>Makes one of each server, in the order of the table.</summary>
    public static IReadOnlyList<ServerUnderTest> CreateServers() =>
    [
        new FastApiServer(isJsonAlone: false),
        new FastApiServer(isJsonAlone: true),
        new NodeServer(isJsonAlone: false),
        new NodeServer(isJsonAlone: true),
        new OnnxLoopServer(),
    ];

    /// <summary>Makes the scenarios that need more than a request: a model that is made here.</summary>
    public static IReadOnlyList<Scenario> CreateScenarios() => [ComputeScenario.Create()];
}
