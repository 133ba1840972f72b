namespace KServe.Runtime.Pmml.Trees;

/// <summary>Names what a tree does when it cannot tell where to go.</summary>
internal enum MissingValueStrategy : byte
{
    /// <summary>An unknown predicate counts as false.</summary>
    None,
    LastPrediction,
    NullPrediction,
    DefaultChild,
    WeightedConfidence,
    AggregateNodes,
}
