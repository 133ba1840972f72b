namespace KServe.Graphs;

/// <summary>A node that is ready to run.</summary>
internal sealed class CompiledNode(string name, GraphRouterType type, CompiledStep[] steps)
{
    public string Name => name;

    public GraphRouterType Type => type;

    public CompiledStep[] Steps => steps;

    /// <summary>Gets the turns of a Splitter.</summary>
    public WeightedTurns? Turns { get; } =
        type == GraphRouterType.Splitter ? new WeightedTurns([.. steps.Select(static step => step.Weight)]) : null;
}
