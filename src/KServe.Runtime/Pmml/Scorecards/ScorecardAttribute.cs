using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Predicates;

namespace KServe.Runtime.Pmml.Scorecards;

/// <summary>The points of the rows for which a predicate is true.</summary>
/// <param name="Predicate">Says for which rows.</param>
/// <param name="Points">The points, when no expression computes them.</param>
/// <param name="Expression">Computes the points, or <see langword="null"/>.</param>
/// <param name="ReasonCode">Why the points are what they are; <see langword="null"/> without reasons.</param>
/// <param name="Baseline">The points to compare with.</param>
internal sealed record ScorecardAttribute(
    Predicate Predicate,
    double Points,
    Expression? Expression,
    string? ReasonCode,
    double Baseline);
