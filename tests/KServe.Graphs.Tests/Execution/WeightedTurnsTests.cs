namespace KServe.Graphs.Tests.Execution;

public sealed class WeightedTurnsTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(50, 50)]
    [InlineData(99, 1)]
    [InlineData(1, 2, 97)]
    [InlineData(0, 60, 0, 40)]
    [InlineData(10, 20, 30, 40)]
    public async Task Next_TenThousandAtTheSameTime_ExactByWeight(params int[] weights)
    {
        var turns = new WeightedTurns(weights);
        var counts = new int[weights.Length];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_500; i++)
            {
                Interlocked.Increment(ref counts[turns.Next()]);
            }
        })));
        Assert.Equal(weights.Select(static weight => weight * 100), counts);
    }

    [Fact]
    public void Next_AnyTenInARow_EvenlySpread()
    {
        var turns = new WeightedTurns([70, 30]);
        var picked = Enumerable.Range(0, 1_000).Select(_ => turns.Next()).ToArray();
        for (var start = 0; start + 10 <= picked.Length; start++)
        {
            Assert.InRange(picked.AsSpan(start, 10).Count(1), 2, 4);
        }
    }
}
