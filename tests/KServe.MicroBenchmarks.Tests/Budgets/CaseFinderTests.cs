using KServe.MicroBenchmarks.Budgets;

namespace KServe.MicroBenchmarks.Tests.Budgets;

public sealed class CaseFinderTests
{
    [Fact]
    public void Find_BenchmarksWithParameters_NamesAllButPeers()
    {
        var names = CaseFinder.Find(typeof(ArrayBenchmark)).Select(static item => item.Name);
        Assert.Equal(
            [
                "ArrayBenchmark.OnAnotherThreadAsync(Length=8)",
                "ArrayBenchmark.OnAnotherThreadAsync(Length=80)",
                "ArrayBenchmark.Once(Length=8)",
                "ArrayBenchmark.Once(Length=80)",
            ],
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Find_BenchmarksOfTheProgram_HaveTheBudgetsThatAreCheckedIn()
    {
        var names = CaseFinder.Find(typeof(BenchmarkSettings).Assembly).Select(static item => item.Name);
        var budgets = await BudgetFile.ReadAsync(BudgetFile.CheckedInPath);
        Assert.Equal(budgets.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(80)]
    public async Task Measure_SynchronousBenchmark_CountsEveryByte(int length)
    {
        var item = Find($"ArrayBenchmark.Once(Length={length})");
        var expected = new Allocation(item.Name, ArrayBenchmark.HeaderBytes + length, IsExact: true);
        Assert.Equal(expected, await item.MeasureAsync());
    }

    [Fact]
    public async Task Measure_BenchmarkOfATask_CountsOtherThreads()
    {
        var allocation = await Find("ArrayBenchmark.OnAnotherThreadAsync(Length=80)").MeasureAsync();
        Assert.False(allocation.IsExact);
        Assert.True(allocation.Bytes >= ArrayBenchmark.HeaderBytes + 80, $"{allocation.Bytes} bytes");
    }

    private static AllocationCase Find(string name) =>
        CaseFinder.Find(typeof(ArrayBenchmark)).Single(item => item.Name == name);
}
