using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class RepetitionDetectorTests
{
    [Theory]
    [InlineData(new[] { 1, 2, 3, 2, 3 }, 1, 4, 2, true)]
    [InlineData(new[] { 1, 2, 3, 2, 3 }, 1, 4, 3, false)]
    [InlineData(new[] { 2, 3, 2, 3, 2, 3 }, 1, 4, 3, true)]
    [InlineData(new[] { 5, 5, 5 }, 2, 4, 2, false)]
    [InlineData(new[] { 5, 5, 5, 5 }, 2, 4, 2, true)]
    [InlineData(new[] { 1, 2, 3, 1, 2, 4 }, 1, 3, 2, false)]
    [InlineData(new int[0], 1, 3, 2, false)]
    public void EndsInPattern_Tokens_TellsWhetherTheyRepeat(
        int[] tokens, int least, int most, int count, bool expected) =>
        Assert.Equal(expected, RepetitionDetector.EndsInPattern(tokens, new RepetitionDetection(most, least, count)));
}
