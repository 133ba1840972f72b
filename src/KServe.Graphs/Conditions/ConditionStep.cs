namespace KServe.Graphs;

/// <summary>One component of a parsed path.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class ConditionStep(ConditionStepKind kind)
{
    public ConditionStepKind Kind { get; } = kind;

    /// <summary>Gets the key in UTF-8.</summary>
    public byte[] Name { get; init; } = [];

    /// <summary>Gets the key as an index, -1 when it is none.</summary>
    public int Index { get; init; } = -1;

    public GlobPattern? Pattern { get; init; }

    /// <summary>Gets what is tested.</summary>
    public ConditionTest? Test { get; init; }

    /// <summary>Gets the path that goes on inside each element.</summary>
    public ConditionStep[] Rest { get; init; } = [];

    public ConditionStep[][] Choices { get; init; } = [];
}
