using KServe.MicroBenchmarks.Budgets;

namespace KServe.MicroBenchmarks.Tests.Budgets;

public sealed class CheckOptionsTests
{
    [Theory]
    [InlineData("--check", false, false)]
    [InlineData("--update", true, false)]
    [InlineData("--update --allow-growth", true, true)]
    public void Parse_CommandOfBudgets_IsRead(string args, bool isUpdate, bool allowsGrowth)
    {
        var options = CheckOptions.Parse(args.Split(' '));
        Assert.Equal(new CheckOptions(isUpdate, allowsGrowth, BudgetFile.CheckedInPath), options);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--filter *")]
    [InlineData("--allow-growth")]
    public void Parse_OtherArguments_AreLeftToBenchmarkDotNet(string args) =>
        Assert.Null(CheckOptions.Parse(args.Split(' ')));
}
