using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.Importance;

public sealed class PermutationImportanceTests
{
    private static readonly FeatureTable Rows = Samples.Normal(300, 4, seed: 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MeasureAsync_UnusedFeature_IsExactlyZero()
    {
        var importance = await PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => 3 * row[0] - row[2]), Rows, cancellationToken: Token);
        var means = importance.Means.ToArray();
        Assert.Equal((0, 0), (means[1], means[3]));
        Assert.Equal(0, importance.Deviations.Span[1]);
        Assert.InRange(means[0] / means[2], 2, 4);
        Assert.Equal(0, importance.Baseline);
    }

    [Fact]
    public async Task MeasureAsync_SquaredError_IsTwiceTheVariance()
    {
        var labels = Enumerable.Range(0, Rows.RowCount).Select(static r => 2 * Rows.GetRow(r)[1]).ToArray();
        var importance = await PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => 2 * row[1]),
            Rows,
            labels,
            new PermutationImportanceOptions { Repeats = 50 },
            Token);
        var column = Rows.GetColumn(1);
        var mean = column.Average();
        var variance = column.Average(value => (value - mean) * (value - mean));
        Assert.Equal(0, importance.Baseline);
        Assert.InRange(importance.Means.Span[1], 2 * 4 * variance * 0.95, 2 * 4 * variance * 1.05);
        Assert.InRange(importance.Deviations.Span[1], 1e-6, variance);
    }

    [Theory]
    [InlineData(ImportanceMetric.Automatic, 0.4, 0.6)]
    [InlineData(ImportanceMetric.Error, 0.4, 0.6)]
    [InlineData(ImportanceMetric.LogLoss, 0.5, 1.5)]
    public async Task MeasureAsync_Classes_MeasuresTheirLoss(ImportanceMetric metric, double low, double high)
    {
        var labels = Enumerable.Range(0, Rows.RowCount).Select(static r => Rows.GetRow(r)[0] > 0 ? 1.0 : 0).ToArray();
        var importance = await PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[0] > 0 ? new[] { 0.1, 0.9 } : [0.9, 0.1]),
            Rows,
            labels,
            new PermutationImportanceOptions { Metric = metric },
            Token);
        Assert.InRange(importance.Means.Span[0], low, high);
        Assert.Equal(0, importance.Means.Span[1]);
        Assert.Equal(metric == ImportanceMetric.LogLoss ? -Math.Log(0.9) : 0, importance.Baseline, 1e-9);
    }

    [Fact]
    public async Task MeasureAsync_AbsoluteError_CountsTheBaseline()
    {
        var labels = Enumerable.Range(0, Rows.RowCount).Select(static r => Rows.GetRow(r)[1] + 1).ToArray();
        var importance = await PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[1]),
            Rows,
            labels,
            new PermutationImportanceOptions { Metric = ImportanceMetric.AbsoluteError },
            Token);
        Assert.Equal(1, importance.Baseline, 1e-9);
        Assert.InRange(importance.Means.Span[1], 0.1, 1);
    }

    [Fact]
    public async Task MeasureAsync_SameSeed_IsTheSame()
    {
        Task<FeatureImportance> Measure(int seed) => PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[0] * row[1]),
            Rows,
            options: new PermutationImportanceOptions { Seed = seed },
            cancellationToken: Token);
        var first = await Measure(1);
        Assert.Equal(first.Means.ToArray(), (await Measure(1)).Means.ToArray());
        Assert.NotEqual(first.Means.ToArray(), (await Measure(2)).Means.ToArray());
    }

    [Theory]
    [InlineData(ImportanceMetric.SquaredError)]
    [InlineData(ImportanceMetric.AbsoluteError)]
    public async Task MeasureAsync_ErrorOfSeveralOutputs_IsRefused(ImportanceMetric metric) =>
        await Assert.ThrowsAsync<InferenceException>(() => PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => new[] { row[0], row[1] }),
            Rows,
            new double[Rows.RowCount],
            new PermutationImportanceOptions { Metric = metric },
            Token));

    [Fact]
    public async Task MeasureAsync_MetricWithoutLabels_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[0]),
            Rows,
            options: new PermutationImportanceOptions { Metric = ImportanceMetric.Error },
            cancellationToken: Token));
        Assert.Contains("needs labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasureAsync_LabelsOfOtherLength_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[0]), Rows, new double[3], cancellationToken: Token));

    [Fact]
    public async Task MeasureAsync_BudgetTooSmall_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => PermutationImportance.MeasureAsync(
            Scoring.ForRows(static row => row[0]),
            Rows,
            options: new PermutationImportanceOptions { MaxEvaluations = 6299 },
            cancellationToken: Token));
        Assert.Contains("needs 6300 evaluations", error.Message, StringComparison.Ordinal);
    }
}
