using KServe.Explainers.Tests.Support;

namespace KServe.Explainers.Tests.CounterfactualsMethod;

public sealed class CounterfactualsTests
{
    private static readonly FeatureTable Background = Samples.Normal(500, 4, seed: 2);

    private static readonly ScoreFunction Model = Scoring.ForRows(static row => row[0] + row[1] > 1 ? 1 : 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExplainAsync_LinearBorder_FindsANearRowOfTheOtherClass()
    {
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, 1, 1), Background, null, Token))[0];
        Assert.True(found.IsFound);
        Assert.Equal((0, 1), (found.OriginalClass, found.Class));
        var scores = await Model(found.Values, 1, Token);
        Assert.Equal(1, scores[0]);

        // The border is 0.7 away along one feature and 0.5 along both.
        Assert.InRange(found.Distance, 0.45, 0.85);
        Assert.All(found.ChangedFeatures, static f => Assert.InRange(f, 0, 1));
        Assert.Equal([1.0, 1.0], found.Values.Span[2..].ToArray());
    }

    [Fact]
    public async Task ExplainAsync_ImmutableFeatures_StayAsTheyAre()
    {
        var options = new CounterfactualOptions { ImmutableFeatures = ["f0", "3"] };
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, 1, 1), Background, options, Token))[0];
        Assert.True(found.IsFound);
        Assert.Equal([1], found.ChangedFeatures);
        Assert.Equal(0.1, found.Values.Span[0]);
        Assert.InRange(found.Values.Span[1], 0.9, 1.1);
    }

    [Fact]
    public async Task ExplainAsync_Ranges_AreKept()
    {
        var options = new CounterfactualOptions { Ranges = { ["f0"] = new FeatureRange(0, 0.4) } };
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, 1, 1), Background, options, Token))[0];
        Assert.True(found.IsFound);
        Assert.InRange(found.Values.Span[0], 0, 0.4);
        Assert.Contains(1, found.ChangedFeatures);
    }

    [Fact]
    public async Task ExplainAsync_NoRowInRange_SaysSo()
    {
        var options = new CounterfactualOptions
        {
            Ranges = { ["f0"] = new FeatureRange(0, 0.2), ["f1"] = new FeatureRange(0, 0.3) },
        };
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, 1, 1), Background, options, Token))[0];
        Assert.False(found.IsFound);
        Assert.Empty(found.ChangedFeatures);
        Assert.Equal([0.1, 0.2, 1, 1], found.Values.ToArray());
        Assert.Equal(0, found.Class);
    }

    [Fact]
    public async Task ExplainAsync_AllImmutable_SaysSo()
    {
        var options = new CounterfactualOptions { ImmutableFeatures = ["0", "1", "2", "3"] };
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, 1, 1), Background, options, Token))[0];
        Assert.False(found.IsFound);
    }

    [Fact]
    public async Task ExplainAsync_TargetClass_IsReached()
    {
        var model = Scoring.ForRows(
            static row => row[0] > 1 ? new[] { 0.0, 0, 1 } : row[0] > 0 ? [0, 1, 0] : [1, 0, 0]);
        var row = Samples.Row(-0.5, 0, 0, 0);
        var options = new CounterfactualOptions { TargetClass = 2 };
        var far = (await Counterfactuals.ExplainAsync(model, row, Background, options, Token))[0];
        Assert.Equal((true, 0L, 2L), (far.IsFound, far.OriginalClass, far.Class));
        Assert.InRange(far.Values.Span[0], 1, 1.2);
        var near = (await Counterfactuals.ExplainAsync(model, row, Background, null, Token))[0];
        Assert.Equal((true, 1L), (near.IsFound, near.Class));
        Assert.InRange(near.Values.Span[0], 0, 0.1);
        options.TargetClass = 0;
        var same = (await Counterfactuals.ExplainAsync(model, row, Background, options, Token))[0];
        Assert.Equal((true, 0L, 0.0), (same.IsFound, same.Class, same.Distance));
    }

    [Fact]
    public async Task ExplainAsync_CategoriesAndWholeNumbers_StayWhatTheyAre()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("pet", "cat", "dog", "cow", "cat", "dog"),
            new FeatureColumn("children", 0, 1, 2, 3, 4),
            new FeatureColumn("grade", 1, 3, 7, 1, 3));
        var model = Scoring.ForRows(static row => row[0] == 2 || row[1] >= 3 || row[2] == 7 ? 1 : 0);
        var options = new CounterfactualOptions { CategoricalFeatures = ["grade"] };
        var found = (await Counterfactuals.ExplainAsync(
            model, Samples.Row(0, 0, 1), background, options, Token))[0];
        Assert.True(found.IsFound);
        Assert.Single(found.ChangedFeatures);
        Assert.Contains(found.Values.Span[0], (double[])[0, 1, 2]);
        Assert.Contains(found.Values.Span[1], (double[])[0, 1, 2, 3, 4]);
        Assert.Contains(found.Values.Span[2], (double[])[1, 3, 7]);
        options.ImmutableFeatures = ["pet", "grade"];
        var children = (await Counterfactuals.ExplainAsync(
            model, Samples.Row(0, 0, 1), background, options, Token))[0];
        Assert.Equal(3, children.Values.Span[1]);
    }

    [Fact]
    public async Task ExplainAsync_MissingValue_StaysMissing()
    {
        var found = (await Counterfactuals.ExplainAsync(
            Model, Samples.Row(0.1, 0.2, double.NaN, 1), Background, null, Token))[0];
        Assert.True(found.IsFound);
        Assert.True(double.IsNaN(found.Values.Span[2]));
        Assert.DoesNotContain(2, found.ChangedFeatures);
    }

    [Fact]
    public async Task ExplainAsync_ManyRows_AllChangeTheirClassWithFewFeatures()
    {
        var rows = Samples.Normal(40, 8, seed: 12);
        var model = Scoring.ForRows(static row => row[0] * 2 - row[3] + 0.5 * row[5] > 0.3 ? 1 : 0);
        var found = await Counterfactuals.ExplainAsync(model, rows, Samples.Normal(300, 8, seed: 13), null, Token);
        Assert.All(found, static one => Assert.True(one.IsFound));
        foreach (var one in found)
        {
            var scores = await model(one.Values, 1, Token);
            Assert.Equal(one.Class, scores[0]);
            Assert.NotEqual(one.OriginalClass, one.Class);
            Assert.All(one.ChangedFeatures, static f => Assert.Contains(f, (int[])[0, 3, 5]));
        }
    }

    [Fact]
    public async Task ExplainAsync_SameSeed_IsTheSame()
    {
        var rows = FeatureTable.FromMatrix(new double[,] { { 0.1, 0.2, 1, 1 }, { 0.1, 0.2, 1, 1 } });
        var found = await Counterfactuals.ExplainAsync(Model, rows, Background, null, Token);
        Assert.Equal(found[0].Values.ToArray(), found[1].Values.ToArray());
    }

    [Fact]
    public async Task ExplainAsync_SmallBudget_IsNotExceeded()
    {
        var counted = new CountingModel(Model);
        var found = await Counterfactuals.ExplainAsync(
            counted.ScoreAsync,
            Samples.Row(-3, -3, 1, 1),
            Background,
            new CounterfactualOptions { MaxEvaluations = 2500 },
            Token);
        Assert.False(found[0].IsFound);
        Assert.InRange(counted.Rows, 2001, 2500);
    }

    [Fact]
    public async Task ExplainAsync_UnknownImmutableFeature_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Counterfactuals.ExplainAsync(
            Model,
            Samples.Row(0.1, 0.2, 1, 1),
            Background,
            new CounterfactualOptions { ImmutableFeatures = ["sex"] },
            Token));
        Assert.Contains("'sex'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExplainAsync_RangeUpsideDown_IsRefused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Counterfactuals.ExplainAsync(
            Model,
            Samples.Row(0.1, 0.2, 1, 1),
            Background,
            new CounterfactualOptions { Ranges = { ["f0"] = new FeatureRange(2, 1) } },
            Token));
        Assert.Contains("Ranges[f0]", error.Message, StringComparison.Ordinal);
    }
}
