namespace KServe.Graphs;

/// <summary>A graph that is ready to run: names are resolved and conditions parsed.</summary>
internal sealed class CompiledGraph
{
    private readonly Dictionary<string, CompiledNode> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _services = new(StringComparer.Ordinal);
    private readonly InferenceGraph _graph;
    private readonly GraphRouterOptions _options;

    /// <exception cref="ArgumentException">The graph is not valid.</exception>
    public CompiledGraph(InferenceGraph graph, GraphRouterOptions options)
    {
        var errors = InferenceGraphValidator.Validate(graph);
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(graph));
        }

        _graph = graph;
        _options = options;
        Root = Compile(InferenceGraph.RootNode);
    }

    public string Name => _graph.Name;

    public CompiledNode Root { get; }

    public TimeSpan? ServiceTimeout => _graph.ServiceTimeout;

    /// <summary>Gets the models of this host that requests may reach.</summary>
    public IReadOnlyCollection<string> Services => _services;

    private CompiledNode Compile(string name)
    {
        if (_nodes.TryGetValue(name, out var known))
        {
            return known;
        }

        // Nodes have no cycles, so that each is complete before the one that calls it.
        var node = _graph.Nodes[name];
        var steps = node.Steps.Select(Compile).ToArray();
        return _nodes[name] = new CompiledNode(name, node.RouterType, steps);
    }

    private CompiledStep Compile(GraphStep step, int index)
    {
        if (step.NodeName is { Length: > 0 } node)
        {
            return new CompiledStep(step, index) { Node = Compile(node) };
        }

        var url = step.ServiceUrl;
        if (step.ServiceName is { Length: > 0 } service && !_options.ServiceUrls.TryGetValue(service, out url))
        {
            _services.Add(service);
            return new CompiledStep(step, index) { Service = service };
        }

        return new CompiledStep(step, index) { Url = new Uri(url!) };
    }
}
