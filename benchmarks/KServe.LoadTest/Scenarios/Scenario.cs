using KServe.LoadTest.Servers;

namespace KServe.LoadTest.Scenarios;

/// <summary>One row group of the table: a request, a model and a way to send the request.</summary>
internal sealed record Scenario
{
    /// <summary>The share of the saturation rate that an open loop sends.</summary>
    public const double OpenShare = 0.5;

    /// <summary>Gets the name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what is measured, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what the server computes.</summary>
    public required ScenarioModel Model { get; init; }

    /// <summary>Gets the request that all servers answer, unless a server names another.</summary>
    public required LoadRequest Request { get; init; }

    /// <summary>Gets how requests follow each other.</summary>
    public LoadMode Mode { get; init; }

    /// <summary>Gets the server that ratios refer to.</summary>
    public string Baseline { get; init; } = ServerNames.Floor;

    /// <summary>Gets the connections that the client opens.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>Gets the requests in flight on one connection; more than one only over HTTP/2.</summary>
    public int Streams { get; init; } = 1;

    /// <summary>Gets the environment variables that the servers of this program are started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}
