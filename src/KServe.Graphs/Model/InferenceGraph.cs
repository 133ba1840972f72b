using System.Collections.ObjectModel;

namespace KServe.Graphs;

/// <summary>Describes a graph of inference services.</summary>
/// <remarks>Immutable. <see cref="InferenceGraphValidator"/> says what is wrong with one.</remarks>
public sealed record InferenceGraph
{
    /// <summary>The name of the node that requests enter by.</summary>
    public const string RootNode = "root";

    /// <summary>Gets the name that clients call.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the nodes by name; one of them is <see cref="RootNode"/>.</summary>
    public IReadOnlyDictionary<string, GraphNode> Nodes { get; init; } = ReadOnlyDictionary<string, GraphNode>.Empty;

    /// <summary>Gets how long a request may take in all.</summary>
    /// <value>More than zero. Default: <see langword="null"/>, for the 60 seconds of any model.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets how long one call of a service may take.</summary>
    /// <value>
    /// More than zero. Default: <see langword="null"/>, for no limit but those of the graph and of local models. In
    /// KServe's YAML it is <c>routerTimeouts.serviceClient</c>.
    /// </value>
    public TimeSpan? ServiceTimeout { get; init; }
}
