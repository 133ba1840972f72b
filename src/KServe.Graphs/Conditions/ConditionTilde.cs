namespace KServe.Graphs;

/// <summary>What a query asks of a value before it compares.</summary>
internal enum ConditionTilde
{
    None,
    TrueLike,
    FalseLike,
    NullLike,
    Any,
}
