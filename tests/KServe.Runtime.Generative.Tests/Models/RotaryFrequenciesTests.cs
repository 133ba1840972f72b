using KServe.Runtime.Generative.Configuration;
using KServe.Runtime.Generative.Models.Blocks;

namespace KServe.Runtime.Generative.Tests.Models;

/// <summary>Holds what the goldens do not show of rotary positions: the kinds that depend on a length.</summary>
public sealed class RotaryFrequenciesTests
{
    private static readonly RopeConfiguration Plain = new()
    {
        Theta = 10000,
        RotarySize = 16,
        OriginalMaxPositions = 64,
    };

    [Fact]
    public void Create_Dynamic_GrowsTheBaseBeyondTheTrainedLength()
    {
        var rope = Plain with { Kind = RopeKind.Dynamic, Factor = 2 };

        var within = RotaryFrequencies.Create(rope, 64);
        var beyond = RotaryFrequencies.Create(rope, 128);

        Assert.Equal(RotaryFrequencies.Create(Plain, 64).Frequencies, within.Frequencies);
        var grown = 10000 * Math.Pow((2.0 * 128 / 64) - 1, 16.0 / 14);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(Math.Pow(grown, -i / 8.0), beyond.Frequencies[i], 1e-7);
        }
    }

    [Fact]
    public void Create_Linear_DividesAll()
    {
        var rope = RotaryFrequencies.Create(Plain with { Kind = RopeKind.Linear, Factor = 4 }, 64);

        Assert.Equal(0.25f, rope.Frequencies[0]);
        Assert.Equal(1f, rope.Scale);
    }

    [Fact]
    public void Create_YarnWithMscale_ScalesByTheirRatio()
    {
        var rope = RotaryFrequencies.Create(
            Plain with { Kind = RopeKind.Yarn, Factor = 40, Mscale = 1, MscaleAllDimensions = 0.5 }, 64);

        var expected = ((0.1 * Math.Log(40)) + 1) / ((0.05 * Math.Log(40)) + 1);
        Assert.Equal(expected, rope.Scale, 1e-6);
    }

    [Theory]
    [InlineData(64, 0.5f)]
    [InlineData(65, 0.25f)]
    public void Create_LongRope_TakesFactorsByTheLengthItIsLoadedFor(int maxLength, float first)
    {
        var rope = Plain with
        {
            Kind = RopeKind.LongRope,
            Factor = 4,
            ShortFactors = [2, 2, 2, 2, 2, 2, 2, 2],
            LongFactors = [4, 4, 4, 4, 4, 4, 4, 4],
        };

        var frequencies = RotaryFrequencies.Create(rope, maxLength);

        Assert.Equal(first, frequencies.Frequencies[0]);
        Assert.Equal(Math.Sqrt(1 + (Math.Log(4) / Math.Log(64))), frequencies.Scale, 1e-6);
    }
}
