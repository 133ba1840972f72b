using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>One text.</summary>
internal sealed class LiteralNode(string text) : GrammarNode
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        if (_bytes.Length == 0)
        {
            graph.AddEmpty(from, to);
            return;
        }

        for (var i = 0; i < _bytes.Length; i++)
        {
            var next = i == _bytes.Length - 1 ? to : graph.AddState();
            graph.AddBytes(from, _bytes[i], _bytes[i], next);
            from = next;
        }
    }
}
