using System.Globalization;

namespace KServe.PayloadLogging.Tests.Capture;

public sealed class PayloadSamplingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void Takes_ManyIds_TheirShareIsTheRate(double rate)
    {
        // Short counted ids are the hardest to spread.
        const int count = 100_000;
        var taken = Enumerable.Range(0, count)
            .Count(id => PayloadSampling.Takes(id.ToString(CultureInfo.InvariantCulture), rate));
        var deviation = 5 * Math.Sqrt(count * rate * (1 - rate));
        Assert.InRange(taken, (count * rate) - deviation, (count * rate) + deviation);
    }

    [Fact]
    public void Takes_LargerRate_KeepsWhatSmallerOneTook()
    {
        var ids = Enumerable.Range(0, 1000).Select(static id => $"id-{id}");
        Assert.All(
            ids.Where(static id => PayloadSampling.Takes(id, 0.2)),
            static id => Assert.True(PayloadSampling.Takes(id, 0.3)));
    }
}
