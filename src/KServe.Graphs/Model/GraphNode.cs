namespace KServe.Graphs;

/// <summary>Describes one node of a graph.</summary>
/// <remarks>Immutable.</remarks>
public sealed record GraphNode
{
    /// <summary>Gets how the steps are called; <see cref="GraphRouterType.Sequence"/> by default.</summary>
    public GraphRouterType RouterType { get; init; }

    /// <summary>Gets the steps in their order.</summary>
    public IReadOnlyList<GraphStep> Steps { get; init; } = [];
}
