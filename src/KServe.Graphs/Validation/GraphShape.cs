namespace KServe.Graphs;

/// <summary>Checks how nodes call each other: no cycles, not too deep, not too many calls.</summary>
internal sealed class GraphShape
{
    private readonly Dictionary<string, (int Depth, long Calls)> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<string> _errors;
    private readonly InferenceGraph _graph;
    private readonly string _key;

    private GraphShape(List<string> errors, InferenceGraph graph, string key) =>
        (_errors, _graph, _key) = (errors, graph, key);

    public static void Validate(List<string> errors, InferenceGraph graph, string key)
    {
        var shape = new GraphShape(errors, graph, key);
        foreach (var name in graph.Nodes.Keys)
        {
            shape.Measure(name);
        }

        if (!shape._known.TryGetValue(InferenceGraph.RootNode, out var root))
        {
            return;
        }

        if (root.Depth > InferenceGraphValidator.MaxDepth)
        {
            errors.Add($"{key}: at most {InferenceGraphValidator.MaxDepth} nodes inside each other were expected, got "
                + $"{root.Depth}.");
        }

        if (root.Calls > InferenceGraphValidator.MaxCalls)
        {
            errors.Add($"{key}: a request may call at most {InferenceGraphValidator.MaxCalls} services, got "
                + $"{root.Calls}.");
        }
    }

    // Recursion is as deep as the number of nodes, which is bounded.
    private (int Depth, long Calls) Measure(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_open.Add(name))
        {
            _errors.Add($"{_key}: node '{name}' calls itself, directly or through others.");
            return (0, 0);
        }

        var (depth, calls) = (0, 0L);
        var node = _graph.Nodes[name];
        foreach (var step in node.Steps)
        {
            var target = step.NodeName is { Length: > 0 } next && _graph.Nodes.ContainsKey(next)
                ? Measure(next)
                : (Depth: 0, Calls: 1L);
            depth = Math.Max(depth, target.Depth);

            // One step of a Switch or Splitter runs, but any may be the largest.
            calls = node.RouterType is GraphRouterType.Switch or GraphRouterType.Splitter
                ? Math.Max(calls, target.Calls)
                : Math.Min(calls + target.Calls, int.MaxValue);
        }

        _open.Remove(name);
        var measured = (depth + 1, calls);
        _known[name] = measured;
        return measured;
    }
}
