using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.Shap;

public sealed class KernelShapTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_LinearModel_IsTheClosedForm()
    {
        double[] weights = [2, -1, 0.5, 0, 3];
        var background = Samples.Normal(30, 5, seed: 1);
        var rows = Samples.Normal(3, 5, seed: 2);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(row => Dot(weights, row) + 7), rows, background, cancellationToken: Token);
        for (var r = 0; r < rows.RowCount; r++)
        {
            var expected = new double[5];
            for (var f = 0; f < 5; f++)
            {
                expected[f] = weights[f] * (rows.GetRow(r)[f] - background.GetColumn(f).Average());
            }

            Near.Equal(expected, shap.GetValues(r), 1e-9);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task ExplainAsync_AllCoalitions_IsTheDefinition(int features)
    {
        var background = Samples.Normal(7, features, seed: 3);
        var rows = Samples.Normal(2, features, seed: 4);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(Interacting), rows, background, cancellationToken: Token);
        for (var r = 0; r < rows.RowCount; r++)
        {
            var expected = BruteForce.Shapley(Interacting, rows.GetRow(r).ToArray(), background);
            Near.Equal(expected, shap.GetValues(r), 1e-9);
        }
    }

    [Fact]
    public async Task ExplainAsync_SeveralOutputs_EachAddsUpToItsPrediction()
    {
        var background = Samples.Normal(12, 4, seed: 5);
        var rows = Samples.Normal(3, 4, seed: 6);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(row => new[] { Interacting(row), row[0] * row[3], 1.5 }),
            rows,
            background,
            cancellationToken: Token);
        Assert.Equal((3, 3, 4), (shap.RowCount, shap.OutputCount, shap.FeatureCount));
        for (var r = 0; r < 3; r++)
        {
            var predictions = new[] { Interacting(rows.GetRow(r)), rows.GetRow(r)[0] * rows.GetRow(r)[3], 1.5 };
            Near.Equal(predictions, shap.Predictions.Span.Slice(r * 3, 3), 0);
            for (var k = 0; k < 3; k++)
            {
                var sum = shap.BaseValues.Span[r * 3 + k] + shap.GetValues(r, k).ToArray().Sum();
                Assert.Equal(predictions[k], sum, 1e-9);
            }

            Near.Equal([0, 0, 0, 0], shap.GetValues(r, 2), 1e-12);
        }
    }

    [Fact]
    public async Task ExplainAsync_FewSamplesOfManyFeatures_IsNearTheDefinition()
    {
        const int Features = 14;
        var background = Samples.Normal(3, Features, seed: 7);
        var rows = Samples.Normal(1, Features, seed: 8);
        var options = new KernelShapOptions { SampleCount = 1000, Seed = 11 };
        var shap = await KernelShap.ExplainAsync(Scoring.ForRows(Interacting), rows, background, options, Token);
        var expected = BruteForce.Shapley(Interacting, rows.GetRow(0).ToArray(), background);
        var largest = expected.Max(Math.Abs);
        Near.Equal(expected, shap.GetValues(0), 0.03 * largest);
        Assert.Equal(shap.Predictions.Span[0] - shap.BaseValues.Span[0], shap.GetValues(0).ToArray().Sum(), 1e-9);
    }

    [Fact]
    public async Task ExplainAsync_LinearModelOfManyFeatures_IsExactFromSamples()
    {
        const int Features = 80;
        var weights = Enumerable.Range(0, Features).Select(static f => Math.Sin(f)).ToArray();
        var background = Samples.Normal(2, Features, seed: 7);
        var rows = Samples.Normal(1, Features, seed: 8);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(row => Dot(weights, row)),
            rows,
            background,
            new KernelShapOptions { SampleCount = 600 },
            Token);
        for (var f = 0; f < Features; f++)
        {
            var expected = weights[f] * (rows.GetRow(0)[f] - background.GetColumn(f).Average());
            Assert.Equal(expected, shap.GetValues(0)[f], 1e-8);
        }
    }

    [Fact]
    public async Task ExplainAsync_FewerSamplesThanFeatures_StillAddsUp()
    {
        var background = Samples.Normal(2, 40, seed: 9);
        var rows = Samples.Normal(1, 40, seed: 10);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(Interacting), rows, background, new KernelShapOptions { SampleCount = 12 }, Token);
        Assert.Equal(shap.Predictions.Span[0] - shap.BaseValues.Span[0], shap.GetValues(0).ToArray().Sum(), 1e-9);
        Assert.All(shap.GetValues(0).ToArray(), static value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public async Task ExplainAsync_FeaturesThatDoNotVary_AddNothingAndCostNothing()
    {
        var background = FeatureTable.FromMatrix(new double[,] { { 1, 5, double.NaN, 2 }, { 3, 5, double.NaN, 2 } });
        var counted = new CountingModel(Scoring.ForRows(static row => row[0] * row[3] + row[1]));
        var shap = await KernelShap.ExplainAsync(
            counted.ScoreAsync, Samples.Row(4, 5, double.NaN, 1), background, cancellationToken: Token);
        Near.Equal(
            BruteForce.Shapley(static row => row[0] * row[3] + row[1], [4, 5, 0, 1], background),
            shap.GetValues(0),
            1e-12);
        Assert.Equal(2 + 1 + 2 * 2, counted.Rows);
    }

    [Fact]
    public async Task ExplainAsync_OneVaryingFeature_GetsTheDifference()
    {
        var background = FeatureTable.FromMatrix(new double[,] { { 1, 5 }, { 3, 5 } });
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(static row => row[0] * row[1]), Samples.Row(4, 5), background, cancellationToken: Token);
        Near.Equal([10, 0], shap.GetValues(0), 1e-12);
    }

    [Fact]
    public async Task ExplainAsync_RowOfTheBackground_AddsNothing()
    {
        var background = FeatureTable.FromMatrix(new double[,] { { 1, 5 } });
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(static row => row[0]), Samples.Row(1, 5), background, cancellationToken: Token);
        Near.Equal([0, 0], shap.GetValues(0), 0);
    }

    [Fact]
    public async Task ExplainAsync_LogitLink_AddsUpInLogOdds()
    {
        double[] weights = [1, -2, 0.5];
        var background = Samples.Normal(1, 3, seed: 1);
        var rows = Samples.Normal(1, 3, seed: 2);
        var shap = await KernelShap.ExplainAsync(
            Scoring.ForRows(row => 1 / (1 + Math.Exp(-Dot(weights, row)))),
            rows,
            background,
            new KernelShapOptions { Link = ShapLink.Logit },
            Token);
        for (var f = 0; f < 3; f++)
        {
            Assert.Equal(weights[f] * (rows.GetRow(0)[f] - background.GetRow(0)[f]), shap.GetValues(0)[f], 1e-9);
        }
    }

    [Fact]
    public async Task ExplainAsync_SameSeed_IsTheSameAndAnotherSeedIsNot()
    {
        var background = Samples.Normal(2, 20, seed: 9);
        var rows = Samples.Normal(2, 20, seed: 10);
        Task<ShapExplanation> Explain(int seed) => KernelShap.ExplainAsync(
            Scoring.ForRows(Interacting),
            rows,
            background,
            new KernelShapOptions { SampleCount = 300, Seed = seed },
            Token);
        var (first, second, other) = (await Explain(1), await Explain(1), await Explain(2));
        Assert.Equal(first.Values.ToArray(), second.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), other.Values.ToArray());
    }

    [Fact]
    public async Task ExplainAsync_Batches_AreNoLargerThanAsked()
    {
        var counted = new CountingModel(Scoring.ForRows(Interacting));
        await KernelShap.ExplainAsync(
            counted.ScoreAsync,
            Samples.Normal(2, 4, seed: 1),
            Samples.Normal(10, 4, seed: 2),
            new KernelShapOptions { BatchSize = 7 },
            Token);
        Assert.Equal(7, counted.LargestCall);
        Assert.Equal(10 + 2 + 2 * 14 * 10, counted.Rows);
    }

    [Fact]
    public async Task ExplainAsync_BackgroundAboveTheLimit_IsSampled()
    {
        var counted = new CountingModel(Scoring.ForRows(Interacting));
        await KernelShap.ExplainAsync(
            counted.ScoreAsync,
            Samples.Normal(1, 3, seed: 1),
            Samples.Normal(50, 3, seed: 2),
            new KernelShapOptions { MaxBackgroundRows = 5 },
            Token);
        Assert.Equal(5 + 1 + 6 * 5, counted.Rows);
    }

    [Fact]
    public async Task ExplainAsync_MoreEvaluationsThanAllowed_IsRefusedBeforeTheFirst()
    {
        var counted = new CountingModel(Scoring.ForRows(Interacting));
        var error = await Assert.ThrowsAsync<InferenceException>(() => KernelShap.ExplainAsync(
            counted.ScoreAsync,
            Samples.Normal(2, 4, seed: 1),
            Samples.Normal(10, 4, seed: 2),
            new KernelShapOptions { MaxEvaluations = 291 },
            Token));
        Assert.Equal(InferenceErrorCode.InvalidArgument, error.Code);
        Assert.Contains("needs 292 evaluations", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, counted.Calls);
    }

    [Fact]
    public async Task ExplainAsync_Cancelled_StopsBeforeTheNextCall()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        CountingModel? counted = null;
        counted = new CountingModel(Scoring.ForRows(Interacting))
        {
            BeforeCall = () =>
            {
                if (counted!.Calls == 4)
                {
                    source.Cancel();
                }
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => KernelShap.ExplainAsync(
            counted.ScoreAsync,
            Samples.Normal(2, 6, seed: 1),
            Samples.Normal(10, 6, seed: 2),
            new KernelShapOptions { BatchSize = 10 },
            source.Token));
        Assert.Equal(5, counted.Calls);
    }

    [Fact]
    public async Task ExplainAsync_OptionsOutOfRange_AreAllNamed()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => KernelShap.ExplainAsync(
            Scoring.ForRows(Interacting),
            Samples.Row(1),
            Samples.Row(1),
            new KernelShapOptions { SampleCount = 3, BatchSize = 0 },
            Token));
        Assert.Contains("KernelShapOptions", error.Message, StringComparison.Ordinal);
        Assert.Contains("SampleCount: 4 to 16384 was expected, got 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("BatchSize: 1 to 65536 was expected, got 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExplainAsync_BackgroundOfOtherWidth_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => KernelShap.ExplainAsync(
            Scoring.ForRows(Interacting), Samples.Row(1, 2), Samples.Row(1), cancellationToken: Token));

    [Fact]
    public async Task ExplainAsync_ModelThatGivesTooFewScores_Fails() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => KernelShap.ExplainAsync(
            static (_, rowCount, _) => new(new double[rowCount + 1]),
            Samples.Row(1, 2),
            Samples.Normal(3, 2, seed: 1),
            cancellationToken: Token));

    private static double Dot(double[] weights, ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        for (var f = 0; f < weights.Length; f++)
        {
            sum += weights[f] * row[f];
        }

        return sum;
    }

    private static double Interacting(ReadOnlySpan<double> row)
    {
        var sum = 0.5;
        for (var f = 0; f < row.Length; f++)
        {
            sum += (f + 1) * 0.3 * row[f] + row[f] * row[(f + 1) % row.Length];
        }

        return sum + (row[0] > 0 && row[^1] > 0 ? 2 : 0);
    }
}
