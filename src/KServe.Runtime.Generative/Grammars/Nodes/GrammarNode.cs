namespace KServe.Runtime.Generative.Grammars;

/// <summary>A part of a grammar: a set of texts.</summary>
/// <remarks>Immutable.</remarks>
internal abstract class GrammarNode
{
    /// <summary>Gets the node of the empty text.</summary>
    public static GrammarNode Empty { get; } = new SequenceNode([]);

    /// <summary>Adds to a graph the ways from one state to another that spell a text of this set.</summary>
    public abstract void Emit(ByteGraphBuilder graph, int from, int to);

    public static GrammarNode Text(string text) => new LiteralNode(text);

    public static GrammarNode Sequence(params GrammarNode[] parts) =>
        parts.Length == 1 ? parts[0] : new SequenceNode(parts);

    public static GrammarNode Choice(params IReadOnlyList<GrammarNode> options) =>
        options.Count == 1 ? options[0] : new ChoiceNode(options);

    public static GrammarNode Optional(GrammarNode node) => new RepeatNode(node, 0, 1);

    public static GrammarNode Repeat(GrammarNode node, int min, int? max = null) => new RepeatNode(node, min, max);

    public static GrammarNode Rule(string name) => new RuleNode(name);
}
