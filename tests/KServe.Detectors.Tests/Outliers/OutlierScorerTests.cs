using KServe.Detectors.Tests.Golden;

namespace KServe.Detectors.Tests.Outliers;

public sealed class OutlierScorerTests
{
    [Fact]
    public void IsolationForest_TreesOfScikitLearn_GiveItsScores()
    {
        var test = GoldenFile.Root.GetProperty("forest");
        var trees = test.GetProperty("trees").EnumerateArray().Select(static tree => new IsolationTree(
            tree.Integers("features"),
            tree.Numbers("thresholds"),
            tree.Integers("left"),
            tree.Integers("right"),
            tree.Integers("sizes"))).ToArray();
        var forest = new IsolationForest(trees, test.GetProperty("sampleSize").GetInt32());
        var (queries, scores) = (test.Numbers("queries"), test.Numbers("scores"));
        for (var i = 0; i < scores.Length; i++)
        {
            GoldenFile.AssertClose(scores[i], forest.Score(queries.AsSpan(3 * i, 3)), 1e-12);
        }
    }

    [Fact]
    public void IsolationForest_FittedHere_ScoresAsOneOfScikitLearn()
    {
        var test = GoldenFile.Root.GetProperty("forest");
        var (queries, scores) = (test.Numbers("queries"), test.Numbers("bigScores"));
        var forest = IsolationForest.Fit(test.Numbers("rows"), 3, trees: 200, maxSamples: 256, new Random(1));
        var own = Enumerable.Range(0, scores.Length).Select(i => forest.Score(queries.AsSpan(3 * i, 3))).ToArray();

        // Two forests of other random splits: single scores differ by a few hundredths, their order hardly.
        Assert.All(own.Zip(scores), static pair => Assert.InRange(pair.First - pair.Second, -0.06, 0.06));
        Assert.True(Correlation(own, scores) > 0.98);
    }

    [Fact]
    public void IsolationForest_ConstantAndRepeatedRows_AreFitted()
    {
        var forest = IsolationForest.Fit([1, 1, 1, 1, 1, 1], 2, 10, 256, new Random(1));
        Assert.Equal(0.5, forest.Score([1, 1]), 10);
        forest = IsolationForest.Fit([.. Enumerable.Repeat(0.0, 63), 9], 1, 50, 64, new Random(1));
        Assert.True(forest.Score([9]) > 0.8);
        Assert.True(forest.Score([0]) < 0.5);
    }

    [Fact]
    public void Mahalanobis_Rows_AsNumPy()
    {
        var test = GoldenFile.Root.GetProperty("mahalanobis");
        var scorer = new MahalanobisScorer(test.Numbers("rows"), 4, learns: false);
        var (queries, distances) = (test.Numbers("queries"), test.Numbers("distances"));
        for (var i = 0; i < distances.Length; i++)
        {
            GoldenFile.AssertClose(distances[i], scorer.Score(queries.AsSpan(4 * i, 4)), 1e-8);
        }
    }

    [Fact]
    public void ZScore_Rows_AsNumPy()
    {
        var test = GoldenFile.Root.GetProperty("mahalanobis");
        var scorer = new ZScoreScorer(test.Numbers("rows"), 4, learns: false);
        var (queries, scores) = (test.Numbers("queries"), test.Numbers("zscores"));
        for (var i = 0; i < scores.Length; i++)
        {
            GoldenFile.AssertClose(scores[i], scorer.Score(queries.AsSpan(4 * i, 4)), 1e-10);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learn_RowAfterRow_IsAsFittedAtOnceOrNotAtAll(bool learns)
    {
        var rows = GoldenFile.Root.GetProperty("mahalanobis").Numbers("rows");
        var half = rows.AsSpan(0, 120);
        var scorers = ((IOutlierScorer)new MahalanobisScorer(half, 4, learns), (IOutlierScorer)new ZScoreScorer(half, 4, learns));
        for (var i = 120; i < rows.Length; i += 4)
        {
            scorers.Item1.Learn(rows.AsSpan(i, 4));
            scorers.Item2.Learn(rows.AsSpan(i, 4));
        }

        double[] query = [1, 2, 3, 4];
        var known = learns ? rows : half.ToArray();
        GoldenFile.AssertClose(new ZScoreScorer(known, 4, false).Score(query), scorers.Item2.Score(query), 1e-10);

        // The factor is renewed each time the rows have grown by a twentieth.
        GoldenFile.AssertClose(
            new MahalanobisScorer(known, 4, false).Score(query), scorers.Item1.Score(query), learns ? 0.1 : 1e-12);
    }

    [Fact]
    public void Scores_FeatureWithoutVariance_ChangeIsFarAway()
    {
        double[] rows = [1, 5, 2, 5, 3, 5];
        Assert.Equal(double.PositiveInfinity, new ZScoreScorer(rows, 2, false).Score([2, 6]));
        Assert.Equal(0, new ZScoreScorer(rows, 2, false).Score([2, 5]), 12);
        Assert.True(new MahalanobisScorer(rows, 2, false).Score([2, 6]) > 1000);
    }

    private static double Correlation(double[] first, double[] second)
    {
        var (a, b) = (first.Average(), second.Average());
        var product = first.Zip(second).Sum(pair => (pair.First - a) * (pair.Second - b));
        return product / Math.Sqrt(first.Sum(x => (x - a) * (x - a)) * second.Sum(y => (y - b) * (y - b)));
    }
}
