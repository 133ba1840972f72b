namespace KServe.Runtime.Generative.Grammars;

/// <summary>One of several.</summary>
internal sealed class ChoiceNode(IReadOnlyList<GrammarNode> options) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        // States of their own keep loops inside one option from leaking into the others.
        foreach (var option in options)
        {
            var start = graph.AddState();
            var end = graph.AddState();
            graph.AddEmpty(from, start);
            option.Emit(graph, start, end);
            graph.AddEmpty(end, to);
        }
    }
}
