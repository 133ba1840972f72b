namespace KServe.Core.Tests.Rollout;

public sealed class StickyHashTests
{
    private const int Keys = 20_000;

    private static readonly ulong[] Seeds =
        [.. ((string[])["stable", "a", "b"]).Select(static name => StickyHash.Hash(name))];

    [Fact]
    public void Hash_Text_IsTheSameOnEveryMachine()
    {
        // Pinned: another value would move all clients of a rolling upgrade.
        Assert.Equal(0x1EE0643FB718DDC1UL, StickyHash.Hash("stable"));
        Assert.NotEqual(StickyHash.Hash("a"), StickyHash.Hash("b"));
    }

    [Theory]
    [InlineData(9000, 1000, 0)]
    [InlineData(5000, 2500, 2500)]
    public void Choose_ManyKeys_AreSplitByWeight(params int[] weights)
    {
        var counts = new int[weights.Length];
        for (var i = 0; i < Keys; i++)
        {
            counts[StickyHash.Choose($"user-{i}", Seeds, weights)]++;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            // Five standard deviations of a fair draw.
            var share = weights[i] / 10_000.0;
            Assert.InRange(
                counts[i] - (Keys * share), -5 * Math.Sqrt(Keys * share * (1 - share)), 5 * Math.Sqrt(Keys * share));
        }
    }

    [Fact]
    public void Choose_CanaryGrows_OnlyTakesKeysForItself()
    {
        var moved = 0;
        for (var i = 0; i < Keys; i++)
        {
            var before = StickyHash.Choose($"user-{i}", Seeds, [9500, 500, 0]);
            var after = StickyHash.Choose($"user-{i}", Seeds, [9000, 1000, 0]);
            if (before != after)
            {
                Assert.Equal((0, 1), (before, after));
                moved++;
            }
        }

        // As few as there can be: 5 of 100 keys.
        Assert.InRange(moved, Keys * 0.043, Keys * 0.057);
    }

    [Fact]
    public void Choose_OneOfTwoCanariesGrows_FewKeysMove()
    {
        var moved = 0;
        for (var i = 0; i < Keys; i++)
        {
            var before = StickyHash.Choose($"user-{i}", Seeds, [8000, 1000, 1000]);
            var after = StickyHash.Choose($"user-{i}", Seeds, [7500, 1500, 1000]);
            moved += before == after ? 0 : 1;
        }

        Assert.InRange(moved, Keys * 0.045, Keys * 0.06);
    }
}
