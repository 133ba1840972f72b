namespace KServe.ModelMesh.Tests.Copies;

public sealed class CopyDemandTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(6);
    private readonly CopyOptions _options = new() { ScaleUpPerMinute = 1000, ScaleUpWaiting = 0.1 };

    [Theory]
    [InlineData(1, 100, 0, false)]
    [InlineData(1, 101, 0, true)]
    [InlineData(2, 200, 0, false)]
    [InlineData(2, 201, 0, true)]
    [InlineData(1, 50, 5, false)]
    [InlineData(1, 50, 6, true)]
    [InlineData(1, 0, 0, false)]
    public void IsBusy_RateOfACopyOrWaiting_AboveTheThreshold(int copies, long calls, long waited, bool expected) =>
        Assert.Equal(expected, CopyDemand.IsBusy(_options, copies, new CopyCounts(calls, waited), Interval));

    [Theory]
    [InlineData(1, 0, 0, false)]
    [InlineData(2, 66, 0, true)]
    [InlineData(2, 67, 0, false)]
    [InlineData(3, 133, 0, true)]
    [InlineData(3, 134, 0, false)]
    [InlineData(3, 10, 1, false)]
    public void IsQuiet_OneLessIsClearlyEnough_AndNobodyWaited(int copies, long calls, long waited, bool expected) =>
        Assert.Equal(expected, CopyDemand.IsQuiet(_options, copies, new CopyCounts(calls, waited), Interval));

    [Fact]
    public void Check_MuchIsWrong_AllOfItIsNamed()
    {
        var errors = new CopyOptions
        {
            Max = 0,
            ScaleUpPerMinute = 0,
            ScaleUpWaiting = 2,
            ScaleDownDelay = TimeSpan.Zero,
            CheckInterval = TimeSpan.Zero,
        }.Check();
        Assert.Equal(
            ["Max", "ScaleUpPerMinute", "ScaleUpWaiting", "ScaleDownDelay", "CheckInterval"],
            errors.Select(static error => error.Split(':')[0]));
    }
}
