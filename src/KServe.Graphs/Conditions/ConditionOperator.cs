namespace KServe.Graphs;

/// <summary>The comparisons of queries.</summary>
internal enum ConditionOperator
{
    Exists,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    NotLike,
}
