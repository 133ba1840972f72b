namespace KServe.Batching.Tests.Timing;

public sealed class CallCostTests
{
    [Fact]
    public void Fixed_OneSizeOnly_IsAllOfTheTime()
    {
        var cost = new CallCost();
        Assert.Equal(0, cost.Fixed);
        for (var i = 0; i < 10; i++)
        {
            cost.Observe(1, 500);
        }

        Assert.Equal(500, cost.Fixed, 1e-6);
    }

    [Theory]
    [InlineData(1000, 5)]
    [InlineData(0, 100)]
    [InlineData(300, 0)]
    public void Fixed_DifferentSizes_IsTheIntercept(int perCall, int perRequest)
    {
        var cost = new CallCost();
        for (var i = 0; i < 300; i++)
        {
            var requests = 1 + (i * 7 % 16);
            cost.Observe(requests, perCall + (perRequest * requests));
        }

        Assert.Equal(perCall, cost.Fixed, 1e-3);
    }

    [Fact]
    public void Fixed_TimesThatFallWithSize_NeverExceedsTheMean()
    {
        var cost = new CallCost();
        for (var i = 0; i < 100; i++)
        {
            cost.Observe(1 + (i % 2), i % 2 == 0 ? 100 : 50);
        }

        Assert.InRange(cost.Fixed, 50, 100);
    }
}
