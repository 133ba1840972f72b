using KServe.Runtime.Pmml.Predicates;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Rules;

/// <summary>A rule: what it predicts when its predicates are true.</summary>
/// <param name="Id">The name.</param>
/// <param name="Predicates">The predicates of the rule and of the rules around it.</param>
/// <param name="Score">The prediction.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Confidence">How sure it is.</param>
internal sealed record SimpleRule(
    string Id,
    Predicate[] Predicates,
    PmmlValue Score,
    double Weight,
    double Confidence);
