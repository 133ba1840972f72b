using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class PhiloxTests
{
    // The known answers of Random123's philox4x32, ten rounds.
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(
        0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Next_KnownAnswer_IsEqual(ulong key, ulong low, ulong high, ulong expectedLow, ulong expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), Philox.Next(key, low, high));

    [Fact]
    public void NextDouble_ManyCounters_AreEvenlySpread()
    {
        var buckets = new int[100];
        for (var i = 0; i < 100_000; i++)
        {
            buckets[(int)(Philox.NextDouble(42, (ulong)i, 0) * 100)]++;
        }

        Assert.True(Statistics.ChiSquared(buckets, [.. Enumerable.Repeat(0.01, 100)]) < Statistics.Limit(99));
    }
}
