using KServe.Runtime.Pmml.Fields;

namespace KServe.Runtime.Pmml.Predicates;

/// <summary>A predicate that is always true, or never.</summary>
internal sealed class FixedPredicate(Truth truth) : Predicate
{
    public static FixedPredicate True { get; } = new(Truth.True);

    public static FixedPredicate False { get; } = new(Truth.False);

    public override Truth Evaluate(PmmlRow row) => truth;
}
