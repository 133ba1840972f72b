using System.Collections.Frozen;
using KServe.LoadTest.Peers;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Servers;

/// <summary>Makes the servers that the harness knows.</summary>
internal static class ServerCatalog
{
    // Where the transport is most of the work; the others would only take longer.
    private static readonly FrozenSet<string> TransportScenarios = FrozenSet.Create(
        StringComparer.Ordinal,
        ScenarioNames.Iris,
        ScenarioNames.Json,
        ScenarioNames.Binary,
        ScenarioNames.Grpc,
        ScenarioNames.IrisOpen,
        ScenarioNames.GrpcOpen);

    /// <summary>Makes one of each, in the order of the table; each serves one scenario.</summary>
    public static IReadOnlyList<ServerUnderTest> CreateAll() =>
    [
        new OwnServer(
            ServerNames.Floor,
            "bare Kestrel endpoint that moves the same bytes",
            static scenario => scenario.Baseline == ServerNames.Floor),
        new OwnServer(
            ServerNames.Raw,
            "one thread on epoll that sends bytes made before, without allocating",
            static scenario => scenario.Name == ScenarioNames.IrisOpen && OperatingSystem.IsLinux()),
        CreateOwn(),
        new OwnServer(
            ServerNames.KServeTransport,
            "this project with its own transport",
            static scenario => TransportScenarios.Contains(scenario.Name)),
        new OwnServer(
            ServerNames.KServeBatching,
            "this project with batching",
            static scenario => scenario.Model == ScenarioModel.PerCall),
        .. PeerCatalog.CreateServers(),
    ];

    /// <summary>Makes this project's server.</summary>
    public static ServerUnderTest CreateOwn() =>
        new OwnServer(ServerNames.KServe, "this project in a web application", static _ => true);
}
