using KServe.MicroBenchmarks.Budgets;

namespace KServe.MicroBenchmarks.Tests.Budgets;

public sealed class BudgetComparisonTests
{
    private const string Case = "Codec.Read(Elements=4)";

    [Theory]
    [InlineData(100, nameof(Verdict.Kept))]
    [InlineData(101, nameof(Verdict.Grown))]
    [InlineData(99, nameof(Verdict.Lower))]
    public void Create_ExactAllocation_ComparesByteForByte(long bytes, string expected)
    {
        var comparison = Compare(new Allocation(Case, bytes, IsExact: true), budget: 100);
        Assert.Equal(expected, Assert.Single(comparison.Lines).Verdict.ToString());
        Assert.Equal(expected != nameof(Verdict.Grown), comparison.IsKept);
        Assert.Equal(expected == nameof(Verdict.Grown), comparison.HasGrowth);
    }

    [Theory]
    [InlineData(164, 100, nameof(Verdict.Kept))]
    [InlineData(165, 100, nameof(Verdict.Grown))]
    [InlineData(36, 100, nameof(Verdict.Kept))]
    [InlineData(35, 100, nameof(Verdict.Lower))]
    [InlineData(10_500, 10_000, nameof(Verdict.Kept))]
    [InlineData(10_501, 10_000, nameof(Verdict.Grown))]
    public void Create_AllocationOfSeveralThreads_LeavesTheMargin(long bytes, long budget, string expected)
    {
        var comparison = Compare(new Allocation(Case, bytes, IsExact: false), budget);
        Assert.Equal(expected, Assert.Single(comparison.Lines).Verdict.ToString());
    }

    [Fact]
    public void Create_CaseWithoutBudget_IsNotKept()
    {
        var comparison = BudgetComparison.Create(
            [new Allocation(Case, 0, IsExact: true)], new Dictionary<string, long>(StringComparer.Ordinal));
        Assert.Equal(Verdict.NoBudget, Assert.Single(comparison.Lines).Verdict);
        Assert.False(comparison.IsKept);
        Assert.False(comparison.HasGrowth);
    }

    [Fact]
    public void Create_BudgetWithoutCase_IsNotKept()
    {
        var comparison = BudgetComparison.Create([], Budgets(100));
        Assert.Equal(Verdict.NoCase, Assert.Single(comparison.Lines).Verdict);
        Assert.False(comparison.IsKept);
    }

    [Fact]
    public void GetUpdated_KeptWithinTheMargin_StaysAsItWas()
    {
        var comparison = Compare(new Allocation(Case, 130, IsExact: false), budget: 100);
        Assert.Equal(Budgets(100), comparison.GetUpdated());
    }

    [Fact]
    public void GetUpdated_LowerNewAndGone_FollowsTheMeasurement()
    {
        var comparison = BudgetComparison.Create(
            [new Allocation(Case, 40, IsExact: true), new Allocation("New", 8, IsExact: true)],
            new Dictionary<string, long>(StringComparer.Ordinal) { [Case] = 100, ["Gone"] = 1 });
        Assert.Equal(
            new Dictionary<string, long>(StringComparer.Ordinal) { [Case] = 40, ["New"] = 8 },
            comparison.GetUpdated());
    }

    [Fact]
    public void Print_GrownCase_NamesCaseBytesAndBudget()
    {
        using var output = new StringWriter();
        Compare(new Allocation(Case, 1101, IsExact: true), budget: 1100).Print(output);
        var line = output.ToString().Split('\n').Single(static line => line.StartsWith(Case, StringComparison.Ordinal));
        Assert.Equal([Case, "1,101", "1,100", "GROWN"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static BudgetComparison Compare(Allocation allocation, long budget) =>
        BudgetComparison.Create([allocation], Budgets(budget));

    private static Dictionary<string, long> Budgets(long budget) =>
        new(StringComparer.Ordinal) { [Case] = budget };
}
