namespace KServe.Runtime.Generative.Grammars;

/// <summary>A part again and again.</summary>
/// <param name="node">The part.</param>
/// <param name="min">How often at least.</param>
/// <param name="max">How often at most; <see langword="null"/> for no bound.</param>
internal sealed class RepeatNode(GrammarNode node, int min, int? max) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        for (var i = 0; i < min; i++)
        {
            var next = graph.AddState();
            node.Emit(graph, from, next);
            from = next;
        }

        if (max is null)
        {
            var loop = graph.AddState();
            var end = graph.AddState();
            graph.AddEmpty(from, loop);
            node.Emit(graph, loop, end);
            graph.AddEmpty(end, loop);
            graph.AddEmpty(loop, to);
            return;
        }

        for (var i = min; i < max; i++)
        {
            graph.AddEmpty(from, to);
            var next = graph.AddState();
            node.Emit(graph, from, next);
            from = next;
        }

        graph.AddEmpty(from, to);
    }
}
