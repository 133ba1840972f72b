namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Says how a case stands to its budget.</summary>
internal enum Verdict
{
    /// <summary>Within the budget.</summary>
    Kept,

    /// <summary>Below the budget by more than the margin: the budget can shrink.</summary>
    Lower,

    /// <summary>Above the budget and its margin.</summary>
    Grown,

    /// <summary>The case has no budget.</summary>
    NoBudget,

    /// <summary>The budget has no case.</summary>
    NoCase,
}
