namespace KServe.Runtime.Generative.Grammars;

/// <summary>Finds rules that call themselves before they have read anything: they would call for ever.</summary>
internal sealed class LeftRecursion(ByteGraph graph, IReadOnlyDictionary<string, (int Start, int End)> rules)
{
    private readonly HashSet<int> _emptyRules = FindEmpty(graph, rules);

    /// <summary>Refuses such a grammar.</summary>
    public void Reject()
    {
        var names = rules.ToDictionary(static rule => rule.Value.Start, static rule => rule.Key);
        var calls = rules.ToDictionary(static rule => rule.Value.Start, rule => FindFirstCalls(rule.Value.Start));
        var done = new HashSet<int>();
        foreach (var start in calls.Keys)
        {
            Visit(start, calls, done, names);
        }
    }

    private static void Visit(
        int start,
        Dictionary<int, List<int>> calls,
        HashSet<int> done,
        Dictionary<int, string> names)
    {
        if (done.Contains(start))
        {
            return;
        }

        var path = new HashSet<int> { start };
        var stack = new Stack<(int Rule, int Next)>();
        stack.Push((start, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Next == calls[top.Rule].Count)
            {
                path.Remove(top.Rule);
                done.Add(top.Rule);
                continue;
            }

            stack.Push(top with { Next = top.Next + 1 });
            var callee = calls[top.Rule][top.Next];
            if (path.Contains(callee))
            {
                throw GrammarLimits.Wrong(
                    $"The grammar's rule '{names[callee]}' is left-recursive: it calls itself "
                    + "before it reads anything.");
            }

            if (!done.Contains(callee))
            {
                path.Add(callee);
                stack.Push((callee, 0));
            }
        }
    }

    /// <summary>Finds the rules that derive the empty text, again until there are no more.</summary>
    private static HashSet<int> FindEmpty(ByteGraph graph, IReadOnlyDictionary<string, (int Start, int End)> rules)
    {
        var empty = new HashSet<int>();
        var ends = rules.Values.ToDictionary(static rule => rule.Start, static rule => rule.End);
        while (true)
        {
            var before = empty.Count;
            foreach (var (start, end) in ends)
            {
                if (!empty.Contains(start) && Reach(graph, start, empty, visitCall: null).Contains(end))
                {
                    empty.Add(start);
                }
            }

            if (empty.Count == before)
            {
                return empty;
            }
        }
    }

    private List<int> FindFirstCalls(int start)
    {
        var found = new HashSet<int>();
        Reach(graph, start, _emptyRules, call => found.Add(call));
        return [.. found];
    }

    /// <summary>Finds the states that are reached over nothing.</summary>
    private static HashSet<int> Reach(ByteGraph graph, int start, HashSet<int> emptyRules, Action<int>? visitCall)
    {
        var seen = new HashSet<int> { start };
        var stack = new Stack<int>([start]);
        while (stack.TryPop(out var state))
        {
            foreach (var edge in graph.GetEdges(state))
            {
                if (edge.Kind == ByteEdgeKind.Call)
                {
                    visitCall?.Invoke(edge.Low);
                }

                var isEmpty = edge.Kind == ByteEdgeKind.Empty
                    || (edge.Kind == ByteEdgeKind.Call && emptyRules.Contains(edge.Low));
                if (isEmpty && seen.Add(edge.Target))
                {
                    stack.Push(edge.Target);
                }
            }
        }

        return seen;
    }
}
