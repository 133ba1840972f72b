namespace KServe.Runtime.Generative.Grammars;

/// <summary>One character of a class.</summary>
internal sealed class ClassNode(CodePointSet set) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        foreach (var (low, high) in set.Ranges)
        {
            Utf8Ranges.Add(graph, from, to, low, high);
        }
    }
}
