namespace KServe.MicroBenchmarks.Budgets;

/// <summary>What the command line asks of the check of budgets.</summary>
/// <param name="IsUpdate">Whether the file is rewritten instead of checked.</param>
/// <param name="AllowsGrowth">Whether an update may raise a budget.</param>
/// <param name="Path">The file of budgets.</param>
internal sealed record CheckOptions(bool IsUpdate, bool AllowsGrowth, string Path)
{
    private const string Check = "--check";
    private const string Update = "--update";
    private const string AllowGrowth = "--allow-growth";

    /// <summary>Reads the command line; <see langword="null"/> when it is meant for BenchmarkDotNet.</summary>
    public static CheckOptions? Parse(IReadOnlyList<string> args)
    {
        var isUpdate = args.Contains(Update, StringComparer.Ordinal);
        return isUpdate || args.Contains(Check, StringComparer.Ordinal)
            ? new CheckOptions(
                isUpdate, args.Contains(AllowGrowth, StringComparer.Ordinal), BudgetFile.CheckedInPath)
            : null;
    }
}
