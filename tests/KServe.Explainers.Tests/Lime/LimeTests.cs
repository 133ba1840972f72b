using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.LimeMethod;

public sealed class LimeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_LinearModel_WeightsAreTheGradientPerDeviation()
    {
        var background = Samples.Normal(400, 3, seed: 1);
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => 3 * row[0] - 2 * row[1] + 10),
            Samples.Row(0.3, -1, 2),
            background,
            cancellationToken: Token);
        double[] deviations = [.. Enumerable.Range(0, 3).Select(f => Deviation(background.GetColumn(f)))];
        Near.Equal([3 * deviations[0], -2 * deviations[1], 0], lime.GetWeights(0), 0.01);
        Assert.Equal(3 * 0.3 + 2 + 10, lime.LocalPredictions.Span[0], 0.01);
        Assert.Equal(3 * 0.3 + 2 + 10, lime.Predictions.Span[0], 1e-12);
        Assert.InRange(lime.Fits.Span[0], 0.9999, 1);
        Assert.Equal(["f0", "f1", "f2"], lime.Conditions);
    }

    [Fact]
    public async Task ExplainAsync_CurvedModel_WeightsFollowThePlace()
    {
        var background = Samples.Normal(400, 2, seed: 1);
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0] * row[0]),
            FeatureTable.FromMatrix(new double[,] { { 3, 0 }, { -3, 0 } }),
            background,
            new LimeOptions { KernelWidth = 0.3 },
            Token);
        Assert.InRange(lime.GetWeights(0)[0], 5, 7);
        Assert.InRange(lime.GetWeights(1)[0], -7, -5);
        Assert.InRange(Math.Abs(lime.GetWeights(0)[1]), 0, 0.1);
    }

    [Fact]
    public async Task ExplainAsync_Categories_WeightIsWhatBeingInItAdds()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("colour", "red", "green", "red", "blue"),
            new FeatureColumn("size", 1, 2, 3, 4.5));
        var rows = FeatureTable.FromMatrix(new double[,] { { 0, 2 } });
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0] == 0 ? 5 : 1), rows, background, cancellationToken: Token);
        Assert.Equal(["colour = red", "size"], lime.Conditions);
        Near.Equal([4, 0], lime.GetWeights(0), 0.02);
        Assert.Equal(5, lime.LocalPredictions.Span[0], 0.02);
    }

    [Fact]
    public async Task ExplainAsync_Discretized_ExplainsTheQuartile()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("age", [.. Enumerable.Range(0, 101).Select(static i => (double)i)]),
            new FeatureColumn("noise", [.. Enumerable.Range(0, 101).Select(static i => i * 37 % 101 + 0.5)]));
        var rows = FeatureTable.FromMatrix(new double[,] { { 30, 50 } });
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0] is > 25 and <= 50 ? 10 : 0),
            rows,
            background,
            new LimeOptions { Discretize = true },
            Token);
        Assert.Equal("25 < age <= 50", lime.Conditions[0]);
        Near.Equal([10, 0], lime.GetWeights(0), 0.1);
    }

    [Fact]
    public async Task ExplainAsync_FeatureCount_KeepsThoseThatMatter()
    {
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0] + 5 * row[1] - 3 * row[2] + 0.1 * row[3]),
            Samples.Row(1, 1, 1, 1),
            Samples.Normal(200, 4, seed: 3),
            new LimeOptions { FeatureCount = 2 },
            Token);
        var weights = lime.GetWeights(0).ToArray();
        Assert.Equal(0, weights[0]);
        Assert.InRange(weights[1], 4, 6);
        Assert.InRange(weights[2], -4, -2);
        Assert.Equal(0, weights[3]);
    }

    [Fact]
    public async Task ExplainAsync_SeveralOutputs_EachHasItsWeights()
    {
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => new[] { row[0], -row[0], 4 }),
            Samples.Row(1, 1),
            Samples.Normal(200, 2, seed: 3),
            cancellationToken: Token);
        Assert.Equal(3, lime.OutputCount);
        Assert.Equal(lime.GetWeights(0, 0)[0], -lime.GetWeights(0, 1)[0], 1e-9);
        Near.Equal([0, 0], lime.GetWeights(0, 2), 1e-12);
        Assert.Equal(1, lime.Fits.Span[2]);
    }

    [Fact]
    public async Task ExplainAsync_MissingAndConstantFeatures_HaveNoWeight()
    {
        var background = FeatureTable.FromMatrix(new double[,] { { 1, 7, double.NaN }, { 2, 7, 1 }, { 4.5, 7, 2 } });
        var lime = await Lime.ExplainAsync(
            Scoring.ForRows(static row => double.IsNaN(row[2]) && row[1] == 7 ? row[0] : -100),
            Samples.Row(2, 7, double.NaN),
            background,
            cancellationToken: Token);
        Assert.InRange(lime.GetWeights(0)[0], 1, 2);
        Near.Equal([0, 0], lime.GetWeights(0)[1..], 0);
    }

    [Fact]
    public async Task ExplainAsync_WholeBackground_DrawsWholeNumbers()
    {
        var background = FeatureTable.FromMatrix(new double[,] { { 1, 0.5 }, { 5, 1 }, { 9, 2 } });
        var model = Scoring.ForRows(static row => row[0] == Math.Round(row[0]) ? row[0] : 1e6);
        var lime = await Lime.ExplainAsync(model, Samples.Row(4, 1), background, cancellationToken: Token);
        Assert.InRange(lime.GetWeights(0)[0], 3, 3.5);
    }

    [Fact]
    public async Task ExplainAsync_SameSeed_IsTheSameForEachRow()
    {
        var background = Samples.Normal(50, 2, seed: 3);
        var model = Scoring.ForRows(static row => Math.Sin(row[0]) * row[1]);
        var options = new LimeOptions { SampleCount = 100 };
        var twice = FeatureTable.FromMatrix(new double[,] { { 1, 2 }, { 1, 2 } });
        var lime = await Lime.ExplainAsync(model, twice, background, options, Token);
        Assert.Equal(lime.GetWeights(0).ToArray(), lime.GetWeights(1).ToArray());
        options.Seed = 9;
        var other = await Lime.ExplainAsync(model, twice, background, options, Token);
        Assert.NotEqual(lime.GetWeights(0).ToArray(), other.GetWeights(0).ToArray());
    }

    [Fact]
    public async Task ExplainAsync_BudgetTooSmall_IsRefused()
    {
        var options = new LimeOptions { SampleCount = 100, MaxEvaluations = 199 };
        var error = await Assert.ThrowsAsync<InferenceException>(() => Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0]),
            Samples.Normal(2, 2, seed: 1),
            Samples.Normal(9, 2, seed: 2),
            options,
            Token));
        Assert.Contains("needs 200 evaluations", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExplainAsync_UnknownCategoricalFeature_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Lime.ExplainAsync(
            Scoring.ForRows(static row => row[0]),
            Samples.Row(1, 2),
            Samples.Normal(9, 2, seed: 2),
            new LimeOptions { CategoricalFeatures = ["colour"] },
            Token));
        Assert.Contains("there is no feature 'colour'", error.Message, StringComparison.Ordinal);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
