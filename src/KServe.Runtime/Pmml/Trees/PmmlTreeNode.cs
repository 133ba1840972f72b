using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Trees;

/// <summary>A node of a tree: when it is entered, and what it predicts.</summary>
internal sealed class PmmlTreeNode
{
    public required Predicate Predicate { get; init; }

    public required string Id { get; init; }

    /// <summary>Gets the prediction of the node; missing when it has none.</summary>
    public required PmmlValue Score { get; init; }

    /// <summary>Gets the number of training rows; NaN when it is not given.</summary>
    public required double RecordCount { get; init; }

    public ScoreDistribution? Distribution { get; init; }

    public PmmlTreeNode[] Children { get; init; } = [];

    /// <summary>Gets the child to go to when values are missing, or <see langword="null"/>.</summary>
    public PmmlTreeNode? DefaultChild { get; init; }
}
