using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Tests.Sampling;

public sealed class TopValuesTests
{
    [Fact]
    public void FindThreshold_RandomRows_IsTheKthLargest()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var values = Row(random, random.Next(1, 300));
            var k = random.Next(1, values.Length + 1);
            var expected = values.OrderDescending().ElementAt(k - 1);
            Assert.Equal(expected, TopValues.FindThreshold(values, new float[k]));
        }
    }

    [Fact]
    public void Collect_RandomRows_GivesAllFromTheBoundOn()
    {
        var random = new Random(12);
        for (var round = 0; round < 300; round++)
        {
            var values = Row(random, random.Next(1, 300));
            var least = random.Next(5) == 0 ? float.NegativeInfinity : values[random.Next(values.Length)];
            var candidates = new Candidate[values.Length];
            var count = TopValues.Collect(values, least, candidates);
            int[] expected =
            [
                .. Enumerable.Range(0, values.Length)
                    .Where(i => values[i] >= least && !float.IsNegativeInfinity(values[i])),
            ];
            Assert.Equal(expected, candidates[..count].Select(static candidate => candidate.Token));
            Assert.Equal(values.Count(value => value >= least), TopValues.CountFrom(values, least));
        }
    }

    [Fact]
    public void Select_RandomWeights_IsTheSmallestSetOfTheLargest()
    {
        var random = new Random(13);
        for (var round = 0; round < 300; round++)
        {
            var weights = Row(random, random.Next(1, 2000)).Select(static value => MathF.Exp(value)).ToArray();
            Candidate[] candidates =
                [.. weights.Select(static (weight, i) => new Candidate { Value = weight, Token = i })];
            var sorted = candidates.Order(Comparer<Candidate>.Create(CandidateOrder.Descending)).ToArray();
            var target = random.NextDouble() * weights.Sum(static weight => (double)weight);
            var mass = 0.0;
            var expected = sorted.TakeWhile(candidate =>
            {
                var isIn = mass < target;
                mass += candidate.Value;
                return isIn;
            }).Count();

            var count = Nucleus.Select(candidates, target);
            Assert.Equal(Math.Max(1, expected), count);
            Assert.Equal(
                sorted[..count].Select(static candidate => candidate.Token).Order(),
                candidates[..count].Select(static candidate => candidate.Token).Order());
        }
    }

    // Few different values, so that there are ties, and some that are forbidden.
    private static float[] Row(Random random, int length) =>
    [
        .. Enumerable.Range(0, length)
            .Select(_ => random.Next(10) == 0 ? float.NegativeInfinity : random.Next(-40, 40) / 8f),
    ];
}
