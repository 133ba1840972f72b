namespace KServe.AspNetCore.Tests.Hosting;

public sealed class DescriptorLimitTests
{
    [Theory]
    [InlineData("Max open files            256                  4096                 files     ", 256)]
    [InlineData("Max open files            1048576              1048576              files     ", 1048576)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files", null)]
    [InlineData("Max processes             7                    7                    processes ", null)]
    public void Parse_LinesOfTheSystem_GivesTheLimitThatCounts(string line, int? expected) =>
        Assert.Equal(expected, DescriptorLimit.Parse(["Limit  Soft Limit  Hard Limit  Units", line]));

    [Theory]
    [InlineData(256, 150, 26)]
    [InlineData(1024, 180, 716)]
    [InlineData(1_048_576, 200, 10_000)]
    [InlineData(int.MaxValue, 200, 10_000)]
    [InlineData(128, 127, 8)]
    public void GetConnections_Limits_LeaveAReserve(int limit, int open, int expected) =>
        Assert.Equal(expected, DescriptorLimit.GetConnections(limit, open, most: 10_000));

    [Fact]
    public void Find_ThisProcess_HasALimitAndDescriptorsInUse()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        Assert.True(DescriptorLimit.CountOpen() > 0);
        Assert.True(DescriptorLimit.Find() is null or > 0);
    }
}
