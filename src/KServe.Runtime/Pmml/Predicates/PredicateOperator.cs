namespace KServe.Runtime.Pmml.Predicates;

/// <summary>Names the comparisons of a simple predicate.</summary>
internal enum PredicateOperator : byte
{
    Equal,
    NotEqual,
    LessThan,
    LessOrEqual,
    GreaterThan,
    GreaterOrEqual,
    IsMissing,
    IsNotMissing,
}
