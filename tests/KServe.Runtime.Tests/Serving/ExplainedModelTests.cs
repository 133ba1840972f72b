using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Serving;

/// <summary>Explanations of model files over a real server, held against what the libraries answer.</summary>
public sealed class ExplainedModelTests(ExplainedServer server) : IClassFixture<ExplainedServer>
{
    [Theory]
    [InlineData("xgboost", "reg_squarederror")]
    [InlineData("xgboost", "binary_logistic_missing")]
    [InlineData("xgboost", "multi_softprob")]
    [InlineData("lightgbm", "multiclass")]
    public async Task ExplainV1_TreesFromAFile_AreTheLibrarysContributions(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        var explanation = await server.ExplainV1Async(name, GetRows(fixture));
        GetOutput(fixture, "pred_contribs").AssertMatches(explanation.Contributions);
    }

    [Theory]
    [InlineData("xgboost", "reg_squarederror", "FP32")]
    [InlineData("xgboost", "binary_logistic_missing", "FP32")]
    [InlineData("xgboost", "multi_softprob", "FP64")]
    [InlineData("lightgbm", "multiclass", "FP64")]
    public async Task ExplainV2_TreesFromAFile_AreTheLibrarysContributions(string group, string name, string dataType)
    {
        var fixture = FixtureCase.Load(group, name);
        var explanation = await server.ExplainV2Async(name, 6, dataType, GetRows(fixture));
        GetOutput(fixture, "pred_contribs").AssertMatches(explanation.Contributions);
    }

    [Theory]
    [InlineData("sklearn", "random_forest_classifier")]
    [InlineData("sklearn-ensembles", "forest_text")]
    public async Task Explain_Forest_AddsUpToTheLibrarysProbabilities(string group, string name)
    {
        var fixture = FixtureCase.Load(group, name);
        var explanation = await server.ExplainV1Async(name, GetRows(fixture));
        GetOutput(fixture, "predict_proba").AssertMatches(explanation.Sums);
        Assert.Contains(explanation.Values, static value => Math.Abs(value) > 0.05);
    }

    [Theory]
    [InlineData("pipeline_pca_logreg")]
    [InlineData("logreg_ovr_string_labels")]
    [InlineData("pipeline_imputer_forest")] // its rows lack values, in the request and in the background
    public async Task Explain_AnyEstimatorByKernelShap_StartsAtTheBackgroundAndEndsAtTheProbabilities(string name)
    {
        const int Rows = 3;
        var fixture = FixtureCase.Load("sklearn", name);
        var expected = GetOutput(fixture, "predict_proba").Numbers;
        var classes = expected.Length / fixture.Inputs[0].RowCount;
        var explanation = await server.ExplainV1Async(name, GetRows(fixture, Rows));
        AssertNear(expected.AsSpan(0, Rows * classes), explanation.Sums);
        for (var i = 0; i < explanation.Bases.Length; i++)
        {
            var mean = Enumerable.Range(0, ExplainedServer.BackgroundRows)
                .Average(row => expected[row * classes + i % classes]);
            Assert.Equal(mean, explanation.Bases[i], 1e-9);
        }
    }

    [Fact]
    public async Task Explain_WholeNumbersByKernelShap_LeaveTheBackgroundAsItIs()
    {
        var fixture = FixtureCase.Load("sklearn", "logreg_ovr_string_labels");
        var fractions = await server.ExplainV1Async(fixture.Name, GetRows(fixture, 1));
        var whole = await server.ExplainV1Async(fixture.Name, "[[1,2,-3,4,0,2]]");
        AssertNear(fractions.Bases, whole.Bases);
    }

    [Fact]
    public void Load_PipelineWithTreeShap_NamesKernelShap() => Assert.Contains(
        "'refused': it has no trees to look into and no output 'pred_contribs'; use KernelSHAP",
        Assert.Single(server.Logs.Errors),
        StringComparison.Ordinal);

    private static FixtureOutput GetOutput(FixtureCase fixture, string name) =>
        fixture.Outputs.Single(output => output.Name == name);

    // What is missing is null in JSON; infinity, which JSON has not, is a number beyond every threshold.
    private static string GetRows(FixtureCase fixture, int count = int.MaxValue) => "[" + string.Join(
        ',',
        fixture.Inputs[0].Json.GetProperty("data").EnumerateArray().Take(count).Select(static row =>
            row.GetRawText()
                .Replace("\"NaN\"", "null", StringComparison.Ordinal)
                .Replace("\"Infinity\"", "1e308", StringComparison.Ordinal)
                .Replace("\"-Infinity\"", "-1e308", StringComparison.Ordinal))) + "]";

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-9);
        }
    }
}
