namespace KServe.Graphs;

/// <summary>Builds a graph in code.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class InferenceGraphBuilder
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly string _name;

    /// <summary>Creates a builder without nodes.</summary>
    /// <param name="name">The name that clients call.</param>
    public InferenceGraphBuilder(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _name = name;
    }

    /// <summary>Gets or sets how long a request may take in all.</summary>
    /// <value>More than zero. Default: <see langword="null"/>, for 60 seconds.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets how long one call of a service may take.</summary>
    /// <value>More than zero. Default: <see langword="null"/>, for no limit of its own.</value>
    public TimeSpan? ServiceTimeout { get; set; }

    /// <summary>Adds a node that calls one step after the other.</summary>
    /// <param name="name">The node's name; <c>root</c> for the one that requests enter by.</param>
    /// <param name="configure">Adds the steps.</param>
    /// <returns>This builder.</returns>
    public InferenceGraphBuilder Sequence(string name, Action<GraphNodeBuilder> configure) =>
        Add(name, GraphRouterType.Sequence, configure);

    /// <summary>Adds a node that calls the first step whose condition finds something.</summary>
    /// <param name="name">The node's name; <c>root</c> for the one that requests enter by.</param>
    /// <param name="configure">Adds the steps.</param>
    /// <returns>This builder.</returns>
    public InferenceGraphBuilder Switch(string name, Action<GraphNodeBuilder> configure) =>
        Add(name, GraphRouterType.Switch, configure);

    /// <summary>Adds a node that calls all steps at the same time.</summary>
    /// <param name="name">The node's name; <c>root</c> for the one that requests enter by.</param>
    /// <param name="configure">Adds the steps.</param>
    /// <returns>This builder.</returns>
    public InferenceGraphBuilder Ensemble(string name, Action<GraphNodeBuilder> configure) =>
        Add(name, GraphRouterType.Ensemble, configure);

    /// <summary>Adds a node that calls one step, chosen by weight.</summary>
    /// <param name="name">The node's name; <c>root</c> for the one that requests enter by.</param>
    /// <param name="configure">Adds the steps.</param>
    /// <returns>This builder.</returns>
    public InferenceGraphBuilder Splitter(string name, Action<GraphNodeBuilder> configure) =>
        Add(name, GraphRouterType.Splitter, configure);

    /// <summary>Makes the graph; it is not checked yet.</summary>
    /// <returns>An immutable graph.</returns>
    public InferenceGraph Build() => new()
    {
        Name = _name,
        Nodes = _nodes.ToDictionary(StringComparer.Ordinal),
        Timeout = Timeout,
        ServiceTimeout = ServiceTimeout,
    };

    private InferenceGraphBuilder Add(string name, GraphRouterType type, Action<GraphNodeBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        var node = new GraphNodeBuilder();
        configure(node);
        if (!_nodes.TryAdd(name, new GraphNode { RouterType = type, Steps = node.Build() }))
        {
            throw new ArgumentException($"The graph has a node '{name}' already.", nameof(name));
        }

        return this;
    }
}
