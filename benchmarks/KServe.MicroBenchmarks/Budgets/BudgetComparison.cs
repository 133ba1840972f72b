namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Compares what cases allocate with their budgets.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class BudgetComparison
{
    private BudgetComparison(IReadOnlyList<BudgetLine> lines) => Lines = lines;

    /// <summary>Gets one line for each case, then one for each budget without a case.</summary>
    public IReadOnlyList<BudgetLine> Lines { get; }

    /// <summary>Gets whether every case has a budget and keeps it, and every budget has a case.</summary>
    public bool IsKept => !Lines.Any(static line => line.IsFailure);

    /// <summary>Gets whether a case lies above its budget.</summary>
    public bool HasGrowth => Lines.Any(static line => line.Verdict == Verdict.Grown);

    /// <summary>Compares.</summary>
    /// <param name="measured">What the cases allocate.</param>
    /// <param name="budgets">Bytes for each operation by the name of the case.</param>
    public static BudgetComparison Create(
        IReadOnlyList<Allocation> measured,
        IReadOnlyDictionary<string, long> budgets)
    {
        List<BudgetLine> lines = [];
        foreach (var allocation in measured)
        {
            long? budget = budgets.TryGetValue(allocation.Name, out var known) ? known : null;
            lines.Add(new(allocation.Name, allocation.Bytes, budget, allocation.GetMargin(known)));
        }

        var names = measured.Select(static allocation => allocation.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, budget) in budgets)
        {
            if (!names.Contains(name))
            {
                lines.Add(new(name, Bytes: null, budget, Margin: 0));
            }
        }

        return new BudgetComparison(lines);
    }

    /// <summary>Gives the budgets after an update: what was measured, unless that lies within the margin.</summary>
    public IReadOnlyDictionary<string, long> GetUpdated()
    {
        var updated = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in Lines)
        {
            if (line.Bytes is { } bytes)
            {
                updated.Add(line.Name, line.Verdict == Verdict.Kept ? line.Budget!.Value : bytes);
            }
        }

        return updated;
    }

    /// <summary>Writes the comparison as a table.</summary>
    public void Print(TextWriter output)
    {
        var width = Lines.Select(static line => line.Name.Length).Append(0).Max();
        output.WriteLine($"{"case".PadRight(width)}{"bytes",14}{"budget",14}  verdict");
        foreach (var line in Lines)
        {
            var verdict = line.Verdict == Verdict.Kept ? "" : "  " + Describe(line.Verdict);
            var margin = line.Margin == 0 ? "" : $" +{line.Margin}";
            output.WriteLine($"{line.Name.PadRight(width)}{line.Bytes,14:N0}{line.Budget,14:N0}{margin}{verdict}");
        }
    }

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Lower => "lower: --update shrinks the budget",
        Verdict.Grown => "GROWN",
        Verdict.NoBudget => "NO BUDGET: --update adds it",
        Verdict.NoCase => "NO CASE: --update removes it",
        _ => "",
    };
}
