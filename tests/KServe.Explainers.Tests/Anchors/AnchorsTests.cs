using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.AnchorsMethod;

public sealed class AnchorsTests
{
    private static readonly FeatureTable Background = Uniform(2000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_ModelOfARule_FindsTheRule()
    {
        // Quartiles of uniform numbers lie near 0.25, 0.5 and 0.75.
        var model = Scoring.ForRows(static row => row[0] > 0.5 && row[1] <= 0.25 ? 1 : 0);
        var anchor = (await Anchors.ExplainAsync(model, Samples.Row(0.9, 0.1, 0.5, 0.5), Background, null, Token))[0];
        Assert.True(anchor.IsFound);
        Assert.Equal(1, anchor.Class);
        Assert.Equal([0, 1], anchor.Features);
        Assert.StartsWith("f0 > 0.", anchor.Conditions[0], StringComparison.Ordinal);
        Assert.StartsWith("f1 <= 0.2", anchor.Conditions[1], StringComparison.Ordinal);
        Assert.InRange(anchor.Precision, 0.95, 1);
        Assert.InRange(anchor.Coverage, 0.1, 0.15);
        Assert.InRange(await MeasurePrecisionAsync(model, anchor), 0.93, 1);
        Assert.Equal($"{anchor.Conditions[0]} AND {anchor.Conditions[1]}", anchor.ToString());
    }

    [Fact]
    public async Task ExplainAsync_OtherClass_NeedsOneCondition()
    {
        var model = Scoring.ForRows(static row => row[0] > 0.5 && row[1] <= 0.25 ? 1 : 0);
        var anchor = (await Anchors.ExplainAsync(model, Samples.Row(0.2, 0.6, 0.5, 0.5), Background, null, Token))[0];
        Assert.True(anchor.IsFound);
        Assert.Equal(0, anchor.Class);
        Assert.Single(anchor.Features);
        Assert.InRange(anchor.Coverage, 0.45, 0.8);
        Assert.InRange(await MeasurePrecisionAsync(model, anchor), 0.9, 1);
    }

    [Fact]
    public async Task ExplainAsync_ClassThatNeverChanges_HasNoConditions()
    {
        var anchor = (await Anchors.ExplainAsync(
            Scoring.ForRows(static _ => 1.0), Samples.Row(0.2, 0.6, 0.5, 0.5), Background, null, Token))[0];
        Assert.True(anchor.IsFound);
        Assert.Empty(anchor.Features);
        Assert.Equal("", anchor.ToString());
        Assert.Equal((1.0, 1.0), (anchor.Precision, anchor.Coverage));
    }

    [Fact]
    public async Task ExplainAsync_TextsAndSeveralScores_FindsTheCategory()
    {
        var random = new Random(5);
        var background = FeatureTable.FromColumns(
            new FeatureColumn("pet", [.. Enumerable.Range(0, 200).SelectMany(_ => (string[])["cat", "dog", "cow"])]),
            new FeatureColumn("age", [.. Enumerable.Range(0, 600).Select(_ => random.NextDouble() * 90)]));
        var model = Scoring.ForRows(static row =>
            row[0] == 1 ? new[] { 0.1, 0.2, 0.7 } : row[1] > 45 ? [0.6, 0.4, 0] : [0.2, 0.5, 0.3]);
        var anchor = (await Anchors.ExplainAsync(model, Samples.Row(1, 30), background, null, Token))[0];
        Assert.True(anchor.IsFound);
        Assert.Equal(2, anchor.Class);
        Assert.Equal(["pet = dog"], anchor.Conditions);
        Assert.Equal(1.0 / 3, anchor.Coverage, 1e-9);
    }

    [Fact]
    public async Task ExplainAsync_MiddleOfARange_JoinsBounds()
    {
        var model = Scoring.ForRows(static row => row[0] is > 0.25 and <= 0.5 ? 1 : 0);
        var anchor = (await Anchors.ExplainAsync(model, Samples.Row(0.4, 0.6, 0.5, 0.5), Background, null, Token))[0];
        Assert.True(anchor.IsFound);
        Assert.Equal([0], anchor.Features);
        Assert.Matches("^0\\.2\\d* < f0 <= 0\\.(5|49)\\d*$", anchor.Conditions[0]);
    }

    [Fact]
    public async Task ExplainAsync_SameSeed_IsTheSame()
    {
        var model = Scoring.ForRows(static row => row[0] + row[1] > 1.2 ? 1 : 0);
        var rows = FeatureTable.FromMatrix(new double[,] { { 0.9, 0.8, 0.1, 0.1 }, { 0.9, 0.8, 0.1, 0.1 } });
        var anchors = await Anchors.ExplainAsync(model, rows, Background, new AnchorOptions { Seed = 4 }, Token);
        Assert.Equal(anchors[0].ToString(), anchors[1].ToString());
        Assert.Equal(anchors[0].Precision, anchors[1].Precision);
    }

    [Fact]
    public async Task ExplainAsync_SmallBudget_GivesTheBestSeenWithinIt()
    {
        var counted = new CountingModel(Scoring.ForRows(static row => row[0] > 0.5 && row[1] <= 0.25 ? 1 : 0));
        var rows = FeatureTable.FromMatrix(new double[,] { { 0.9, 0.1, 0.1, 0.1 }, { 0.9, 0.1, 0.1, 0.1 } });
        var anchors = await Anchors.ExplainAsync(
            counted.ScoreAsync, rows, Background, new AnchorOptions { MaxEvaluations = 5000 }, Token);
        Assert.All(anchors, static anchor => Assert.False(anchor.IsFound));
        Assert.All(anchors, static anchor => Assert.InRange(anchor.Precision, 0.2, 0.94));
        Assert.InRange(counted.Rows, 1000, 5000);
    }

    [Fact]
    public async Task ExplainAsync_Cancelled_Stops()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var counted = new CountingModel(Scoring.ForRows(static row => row[0] > 0.5 ? 1 : 0))
        {
            BeforeCall = source.Cancel,
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Anchors.ExplainAsync(
            counted.ScoreAsync, Samples.Row(0.2, 0.6, 0.5, 0.5), Background, null, source.Token));
        Assert.Equal(1, counted.Calls);
    }

    [Fact]
    public async Task ExplainAsync_PrecisionOutOfRange_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Anchors.ExplainAsync(
            Scoring.ForRows(static row => row[0]),
            Samples.Row(1),
            Samples.Row(1),
            new AnchorOptions { Precision = 1.1, BeamSize = 0 },
            Token));
        Assert.Contains("Precision", error.Message, StringComparison.Ordinal);
        Assert.Contains("BeamSize", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Measures on rows of its own how often rows under the anchor have its class.</summary>
    private static async Task<double> MeasurePrecisionAsync(ScoreFunction model, Anchor anchor)
    {
        var random = new Random(77);
        var (matches, count) = (0, 0);
        while (count < 2000)
        {
            double[] row = [random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble()];
            if (!anchor.Features.Select((f, i) => Holds(anchor.Conditions[i], row[f])).All(static holds => holds))
            {
                continue;
            }

            var scores = await model(row, 1, Token);
            matches += (scores[0] > 0.5 ? 1 : 0) == anchor.Class ? 1 : 0;
            count++;
        }

        return (double)matches / count;
    }

    private static bool Holds(string condition, double value)
    {
        var parts = condition.Split(' ');
        return parts.Length == 3
            ? parts[1] == ">" ? value > double.Parse(parts[2]) : value <= double.Parse(parts[2])
            : value > double.Parse(parts[0]) && value <= double.Parse(parts[4]);
    }

    private static FeatureTable Uniform(int rows)
    {
        var random = new Random(3);
        var values = new double[rows, 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i / 4, i % 4] = random.NextDouble();
        }

        return FeatureTable.FromMatrix(values);
    }
}
