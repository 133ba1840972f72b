namespace KServe.Runtime.Generative.Grammars;

/// <summary>One part after the other.</summary>
internal sealed class SequenceNode(IReadOnlyList<GrammarNode> parts) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        if (parts.Count == 0)
        {
            graph.AddEmpty(from, to);
            return;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            var next = i == parts.Count - 1 ? to : graph.AddState();
            parts[i].Emit(graph, from, next);
            from = next;
        }
    }
}
