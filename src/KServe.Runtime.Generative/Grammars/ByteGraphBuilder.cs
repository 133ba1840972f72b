namespace KServe.Runtime.Generative.Grammars;

/// <summary>Builds the graph of a grammar.</summary>
internal sealed class ByteGraphBuilder
{
    private readonly List<List<ByteEdge>> _edges = [];
    private readonly Dictionary<string, (int Start, int End)> _rules = new(StringComparer.Ordinal);

    public int AddState()
    {
        if (_edges.Count == GrammarLimits.States)
        {
            throw GrammarLimits.TooLarge();
        }

        _edges.Add([]);
        return _edges.Count - 1;
    }

    /// <summary>Adds a way over one byte of a range.</summary>
    public void AddBytes(int from, byte low, byte high, int to) =>
        _edges[from].Add(new ByteEdge(ByteEdgeKind.Bytes, to, low, high));

    /// <summary>Adds a way over nothing.</summary>
    public void AddEmpty(int from, int to) => _edges[from].Add(new ByteEdge(ByteEdgeKind.Empty, to, 0, 0));

    /// <summary>Adds a way over whatever a rule derives.</summary>
    public void AddCall(int from, string rule, int to)
    {
        if (!_rules.TryGetValue(rule, out var states))
        {
            throw GrammarLimits.Wrong($"The grammar has no rule '{rule}'.");
        }

        _edges[from].Add(new ByteEdge(ByteEdgeKind.Call, to, states.Start, states.End));
    }

    /// <summary>Compiles rules into a graph.</summary>
    /// <param name="rules">The rules by name.</param>
    /// <param name="root">The rule to begin with.</param>
    /// <exception cref="InferenceException">A rule is missing, left-recursive, or too large.</exception>
    public static ByteGraph Build(IReadOnlyDictionary<string, GrammarNode> rules, string root)
    {
        if (rules.Count > GrammarLimits.Rules)
        {
            throw GrammarLimits.Wrong($"The grammar has more than {GrammarLimits.Rules} rules.");
        }

        var builder = new ByteGraphBuilder();
        foreach (var name in rules.Keys)
        {
            builder._rules[name] = (builder.AddState(), builder.AddState());
        }

        foreach (var (name, node) in rules)
        {
            var (start, end) = builder._rules[name];
            node.Emit(builder, start, end);
        }

        if (!builder._rules.TryGetValue(root, out var first))
        {
            throw GrammarLimits.Wrong($"The grammar has no rule '{root}'.");
        }

        var graph = new ByteGraph(
            [.. builder._edges.Select(static edges => edges.ToArray())],
            builder._rules.Values.Select(static rule => rule.End).ToHashSet(),
            first.Start);
        new LeftRecursion(graph, builder._rules).Reject();
        return graph;
    }
}
