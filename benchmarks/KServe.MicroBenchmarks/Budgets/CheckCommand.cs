namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Measures all cases and checks or rewrites their budgets.</summary>
internal static class CheckCommand
{
    private const int Success = 0;
    private const int Failure = 1;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code: 0 when budgets are kept, or were rewritten.</returns>
    public static async Task<int> RunAsync(
        IEnumerable<AllocationCase> cases,
        CheckOptions options,
        TextWriter output)
    {
        List<Allocation> measured = [];
        foreach (var item in cases)
        {
            measured.Add(await item.MeasureAsync());
        }

        var comparison = BudgetComparison.Create(measured, await BudgetFile.ReadAsync(options.Path));
        comparison.Print(output);
        return options.IsUpdate
            ? await UpdateAsync(comparison, options, output)
            : Report(comparison, output);
    }

    private static int Report(BudgetComparison comparison, TextWriter output)
    {
        output.WriteLine(comparison.IsKept ? "Budgets are kept." : "Budgets are NOT kept.");
        return comparison.IsKept ? Success : Failure;
    }

    private static async Task<int> UpdateAsync(BudgetComparison comparison, CheckOptions options, TextWriter output)
    {
        if (comparison.HasGrowth && !options.AllowsGrowth)
        {
            output.WriteLine("Nothing was written: budgets would grow. --allow-growth raises them.");
            return Failure;
        }

        await BudgetFile.WriteAsync(options.Path, comparison.GetUpdated());
        output.WriteLine($"Budgets were written to {options.Path}.");
        return Success;
    }
}
