using KServe.Runtime.Generative.KvCache;

namespace KServe.Runtime.Generative.Tests.KvCache;

public sealed class BlockDemandTests
{
    [Fact]
    public void AtOnce_AnyWindow_IsTheMostThatASequenceEverHas()
    {
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var (blockSize, blocks) = (random.Next(1, 20), random.Next(1, 60));
            var (window, step) = (random.Next(1, 200), random.Next(1, 200));
            var demand = new BlockDemand(blockSize, blocks, window, step);
            if (!demand.IsWindowed)
            {
                Assert.Equal((long)blocks * blockSize, demand.MaxTokens);
                continue;
            }

            var most = 0;
            for (var computed = 0; computed < window + (2 * blockSize * step); computed++)
            {
                var first = demand.FindFirst(computed);
                most = Math.Max(most, demand.CountBlocks(computed + demand.MaxStepTokens) - first);

                // The first block that counts holds the first token that is seen.
                var seen = Math.Max(0, computed - window + 1);
                Assert.InRange(seen, first * blockSize, (first * blockSize) + blockSize - 1);
            }

            Assert.Equal(most, demand.AtOnce);
            Assert.InRange(demand.AtOnce, 1, blocks);
            Assert.InRange(demand.MaxStepTokens, Math.Min(step, blockSize), step);
        }
    }

    [Theory]
    [InlineData(10, 0, 40)]
    [InlineData(10, 36, 40)]
    [InlineData(10, 35, 40)]
    public void MaxTokens_NoRoomBehindTheWindow_IsTheCache(int blocks, int window, long expected) =>
        Assert.Equal(expected, new BlockDemand(4, blocks, window, 512).MaxTokens);

    [Fact]
    public void FindFirst_NoWindow_IsTheBeginning() =>
        Assert.Equal(0, new BlockDemand(4, 10, 0, 8).FindFirst(1000));
}
