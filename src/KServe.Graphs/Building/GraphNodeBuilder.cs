namespace KServe.Graphs;

/// <summary>Adds the steps of one node.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class GraphNodeBuilder
{
    private readonly List<GraphStep> _steps = [];

    internal GraphNodeBuilder()
    {
    }

    /// <summary>Adds a step that calls a model of this host, or another graph.</summary>
    /// <param name="name">The model's or graph's name.</param>
    /// <param name="configure">Says more about the step.</param>
    /// <returns>This builder.</returns>
    public GraphNodeBuilder Service(string name, Action<GraphStepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Step(new GraphStep { ServiceName = name }, configure);
    }

    /// <summary>Adds a step that posts to a URL.</summary>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <param name="configure">Says more about the step.</param>
    /// <returns>This builder.</returns>
    public GraphNodeBuilder Url(Uri url, Action<GraphStepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Step(new GraphStep { ServiceUrl = url.OriginalString }, configure);
    }

    /// <summary>Adds a step that calls another node of the graph.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="configure">Says more about the step.</param>
    /// <returns>This builder.</returns>
    public GraphNodeBuilder Node(string name, Action<GraphStepBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Step(new GraphStep { NodeName = name }, configure);
    }

    internal IReadOnlyList<GraphStep> Build() => [.. _steps];

    private GraphNodeBuilder Step(GraphStep step, Action<GraphStepBuilder>? configure)
    {
        var builder = new GraphStepBuilder(step);
        configure?.Invoke(builder);
        _steps.Add(builder.Step);
        return this;
    }
}
