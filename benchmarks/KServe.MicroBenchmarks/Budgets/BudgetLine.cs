namespace KServe.MicroBenchmarks.Budgets;

/// <summary>One line of the comparison.</summary>
/// <param name="Name">The case.</param>
/// <param name="Bytes">What was measured; <see langword="null"/> when there is no such case.</param>
/// <param name="Budget">What is allowed; <see langword="null"/> when there is no budget.</param>
/// <param name="Margin">What may lie above the budget.</param>
internal readonly record struct BudgetLine(string Name, long? Bytes, long? Budget, long Margin)
{
    /// <summary>Gets how the case stands to its budget.</summary>
    public Verdict Verdict => (Bytes, Budget) switch
    {
        (null, _) => Verdict.NoCase,
        (_, null) => Verdict.NoBudget,
        var (bytes, budget) when bytes > budget + Margin => Verdict.Grown,
        var (bytes, budget) when bytes < budget - Margin => Verdict.Lower,
        _ => Verdict.Kept,
    };

    /// <summary>Gets whether the check fails.</summary>
    public bool IsFailure => Verdict is Verdict.Grown or Verdict.NoBudget or Verdict.NoCase;
}
