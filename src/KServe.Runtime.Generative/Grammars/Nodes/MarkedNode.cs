namespace KServe.Runtime.Generative.Grammars;

/// <summary>Any text; but behind a marker comes a part, and then any text again.</summary>
/// <param name="marker">The marker.</param>
/// <param name="part">What follows it.</param>
/// <param name="repeats">Whether the marker may come again.</param>
internal sealed class MarkedNode(string marker, GrammarNode part, bool repeats) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        var (begin, end) = (graph.AddState(), graph.AddState());
        var text = new FreeText(graph, marker, begin, to);
        graph.AddEmpty(from, text.Start);
        part.Emit(graph, begin, end);
        graph.AddEmpty(end, repeats ? text.Start : new FreeText(graph, marker, FreeText.None, to).Start);
    }
}
