using System.Globalization;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Builds the graph of a grammar.</summary>
internal sealed class ByteGraphBuilder
{
    private readonly List<List<ByteEdge>> _edges = [];
    private readonly HashSet<int> _frees = [];
    private IReadOnlyDictionary<string, (int Start, int End)> _rules =
        new Dictionary<string, (int Start, int End)>(StringComparer.Ordinal);

    public int AddState()
    {
        if (_edges.Count == GrammarLimits.States)
        {
            throw GrammarLimits.TooLarge();
        }

        _edges.Add([]);
        return _edges.Count - 1;
    }

    /// <summary>Adds a state of free text.</summary>
    public int AddFreeState()
    {
        var state = AddState();
        _frees.Add(state);
        return state;
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

        AddCall(from, states, to);
    }

    /// <summary>Compiles rules into a graph.</summary>
    /// <param name="grammars">The rules; of several, a text is one that any of them derives.</param>
    /// <exception cref="InferenceException">A rule is missing, left-recursive, or too large.</exception>
    public static ByteGraph Build(params IReadOnlyList<GrammarRules> grammars)
    {
        var builder = new ByteGraphBuilder();
        var all = new Dictionary<string, (int Start, int End)>(StringComparer.Ordinal);
        List<(int Start, int End)> roots = [];
        foreach (var grammar in grammars)
        {
            roots.Add(builder.Add(grammar, all, roots.Count));
        }

        var start = roots[0].Start;
        if (roots.Count > 1)
        {
            start = builder.AddChoice(roots, all);
        }

        var graph = new ByteGraph(
            [.. builder._edges.Select(static edges => edges.ToArray())],
            all.Values.Select(static rule => rule.End).ToHashSet(),
            builder._frees,
            start);
        new LeftRecursion(graph, all).Reject();
        return graph;
    }

    // Names are a grammar's own: two may have rules of the same name.
    private (int Start, int End) Add(
        GrammarRules grammar, Dictionary<string, (int Start, int End)> all, int number)
    {
        if (grammar.Rules.Count > GrammarLimits.Rules)
        {
            throw GrammarLimits.Wrong($"The grammar has more than {GrammarLimits.Rules} rules.");
        }

        var rules = grammar.Rules.Keys.ToDictionary(
            static name => name, _ => (AddState(), AddState()), StringComparer.Ordinal);
        _rules = rules;
        foreach (var (name, node) in grammar.Rules)
        {
            var (start, end) = rules[name];
            node.Emit(this, start, end);
            all.Add(number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {number}"), (start, end));
        }

        return rules.TryGetValue(grammar.Root, out var root)
            ? root
            : throw GrammarLimits.Wrong($"The grammar has no rule '{grammar.Root}'.");
    }

    private int AddChoice(List<(int Start, int End)> roots, Dictionary<string, (int Start, int End)> all)
    {
        var (start, end) = (AddState(), AddState());
        foreach (var root in roots)
        {
            AddCall(start, root, end);
        }

        all.Add("", (start, end));
        return start;
    }

    private void AddCall(int from, (int Start, int End) rule, int to) =>
        _edges[from].Add(new ByteEdge(ByteEdgeKind.Call, to, rule.Start, rule.End));
}
