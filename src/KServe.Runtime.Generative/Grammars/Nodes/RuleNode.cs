namespace KServe.Runtime.Generative.Grammars;

/// <summary>Whatever a rule derives.</summary>
internal sealed class RuleNode(string name) : GrammarNode
{
    public override void Emit(ByteGraphBuilder graph, int from, int to) => graph.AddCall(from, name, to);
}
