namespace KServe.ControlPlane;

/// <summary>A value of a YAML document and where it stands; immutable.</summary>
internal abstract class Node(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    /// <summary>Gets what the value is, in words of YAML.</summary>
    public abstract string Describe { get; }

    public bool IsNull => this is ScalarNode { Kind: ScalarKind.Null };
}
