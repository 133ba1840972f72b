using KServe.AspNetCore.Transport;

namespace KServe.AspNetCore.Tests.Transport;

public sealed class SlownessTests
{
    [Fact]
    public void Count_OneSlow_StaysShort()
    {
        var slowness = new Slowness();
        slowness.Count(isSlow: true);
        Assert.False(slowness.IsSlow);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Count_TwoSlowWithShortBetween_IsSlowWhenFewAreBetween(int between, bool expected)
    {
        var slowness = new Slowness();
        slowness.Count(isSlow: true);
        CountShort(slowness, between);
        slowness.Count(isSlow: true);
        Assert.Equal(expected, slowness.IsSlow);
    }

    [Fact]
    public void Count_ManySlowThenShort_EndsAfterFortyEight()
    {
        var slowness = new Slowness();
        for (var i = 0; i < 1000; i++)
        {
            slowness.Count(isSlow: true);
        }

        CountShort(slowness, 47);
        Assert.True(slowness.IsSlow);
        CountShort(slowness, 1);
        Assert.False(slowness.IsSlow);
    }

    [Fact]
    public void New_FromAnother_BeginsAsThat()
    {
        var loop = new Slowness();
        loop.Count(isSlow: true);
        loop.Count(isSlow: true);
        var connection = new Slowness(loop);
        Assert.True(connection.IsSlow);
        CountShort(connection, 16);
        Assert.False(connection.IsSlow);
        Assert.True(loop.IsSlow);
    }

    private static void CountShort(Slowness slowness, int count)
    {
        for (var i = 0; i < count; i++)
        {
            slowness.Count(isSlow: false);
        }
    }
}
