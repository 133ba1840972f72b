namespace KServe.ControlPlane;

/// <summary>Values in order.</summary>
internal sealed class SequenceNode(SourcePosition position, IReadOnlyList<Node> items) : Node(position)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override string Describe => "a list";
}
