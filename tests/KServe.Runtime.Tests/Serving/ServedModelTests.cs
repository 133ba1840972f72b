using System.Text.Json;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Serving;

/// <summary>Answers in the forms that clients of KServe's own servers expect.</summary>
public sealed class ServedModelTests(ModelServer server) : IClassFixture<ModelServer>
{
    [Fact]
    public async Task Predict_V1WithTextLabels_ListsTheLabels()
    {
        var fixture = FixtureCase.Load("sklearn", "logreg_ovr_string_labels");
        var body = Instances(fixture.Inputs[0].Json.GetProperty("data"));
        var (status, text) = await server.PostAsync("/v1/models/sklearn-logreg_ovr_string_labels:predict", body);
        Assert.Equal(200, status);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            fixture.Outputs.Single(static output => output.Name == "predict").Texts,
            json.RootElement.GetProperty("predictions").EnumerateArray().Select(static label => label.GetString()));
    }

    [Fact]
    public async Task Predict_V1WithObjects_TakesColumnsInAnyOrder()
    {
        var fixture = FixtureCase.Load("sklearn", "column_transformer_logreg");
        var columns = fixture.Inputs[0].Json.GetProperty("columns").EnumerateArray()
            .Select(static column => column.GetProperty("name").GetString()!).ToArray();
        var rows = fixture.Inputs[0].Json.GetProperty("data").EnumerateArray()
            .Select(row => "{" + string.Join(',', columns.Zip(row.EnumerateArray()).Reverse()
                .Select(static cell => $"\"{cell.First}\":{cell.Second.GetRawText()}")) + "}");
        var (status, text) = await server.PostAsync(
            "/v1/models/sklearn-column_transformer_logreg:predict", $"{{\"instances\":[{string.Join(',', rows)}]}}");
        Assert.Equal(200, status);
        AssertPredictions(fixture, "predict", text);
    }

    [Fact]
    public async Task Predict_V1WithTexts_Vectorises()
    {
        var fixture = FixtureCase.Load("sklearn", "tfidf_logreg");
        var (status, text) = await server.PostAsync(
            "/v1/models/sklearn-tfidf_logreg:predict", Instances(fixture.Inputs[0].Json.GetProperty("data")));
        Assert.Equal(200, status);
        AssertPredictions(fixture, "predict", text);
    }

    [Fact]
    public async Task Predict_WithPredictProba_AnswersProbabilities()
    {
        var fixture = FixtureCase.Load("sklearn", "logreg_multinomial");
        var (status, text) = await server.PostAsync(
            "/v1/models/proba:predict", Instances(fixture.Inputs[0].Json.GetProperty("data")));
        Assert.Equal(200, status);
        AssertPredictions(fixture, "predict_proba", text);
    }

    [Fact]
    public async Task Infer_V2WithoutOutputs_AnswersOneTensorAsKServeDoes()
    {
        var (status, text) = await server.PostAsync(
            "/v2/models/sklearn-decision_tree_classifier/infer",
            """{"inputs":[{"name":"x","shape":[1,6],"datatype":"FP32","data":[5.1,3.5,1.4,0.2,0,1]}]}""");
        Assert.True(status == 200, text);
        using var json = JsonDocument.Parse(text);
        var output = Assert.Single(json.RootElement.GetProperty("outputs").EnumerateArray());
        Assert.Equal("output-0", output.GetProperty("name").GetString());
        Assert.Equal("INT64", output.GetProperty("datatype").GetString());
        Assert.Equal("[1]", output.GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Predict_PmmlWithAMatrix_AnswersRowsOfItsFields()
    {
        var fixture = FixtureCase.Load("pmml", "tree_classification");
        var (status, text) = await server.PostAsync(
            "/v1/models/pmml-tree_classification:predict", Instances(fixture.Inputs[0].Json.GetProperty("data")));
        Assert.True(status == 200, text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            fixture.Outputs.Single(static output => output.Name == "prediction").Texts,
            json.RootElement.GetProperty("predictions").EnumerateArray()
                .Select(static row => row.GetProperty("prediction").GetString()));
    }

    [Fact]
    public async Task Metadata_AnyModel_NamesPlatformAndOutputs()
    {
        var text = await server.Client.GetStringAsync(
            "/v2/models/xgboost-multi_softprob", TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("xgboost", json.RootElement.GetProperty("platform").GetString());
        var names = json.RootElement.GetProperty("outputs").EnumerateArray()
            .Select(static output => output.GetProperty("name").GetString()).ToArray();
        Assert.Subset(names.ToHashSet(), new HashSet<string?> { "output-0", "predict", "margin", "pred_leaf", "pred_contribs" });
    }

    [Theory]
    [InlineData("/v1/models/sklearn-ridge:predict", """{"instances":[[1,2]]}""", "features")]
    [InlineData("/v1/models/sklearn-ridge:predict", """{"instances":[["a","b","c","d","e","f"]]}""", "texts")]
    [InlineData("/v1/models/sklearn-ridge:predict", """{"instances":[1,2,3]}""", "matrix")]
    [InlineData("/v1/models/sklearn-ridge:predict", """{"instances":[]}""", "no rows")]
    [InlineData("/v1/models/xgboost-reg_squarederror:predict", """{"instances":[[1,2]]}""", "")]
    [InlineData("/v1/models/pmml-tree_classification:predict", """{"instances":[{"other":1}]}""", "")]
    [InlineData(
        "/v2/models/sklearn-ridge/infer",
        """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}],"outputs":[{"name":"predict_proba"}]}""",
        "predict_proba")]
    public async Task Predict_WrongRows_IsTheClientsError(string path, string body, string reason)
    {
        var (status, text) = await server.PostAsync(path, body);
        Assert.Equal(400, status);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.DoesNotContain("KServe.", text, StringComparison.Ordinal);
    }

    private static string Instances(JsonElement rows) => $$"""{"instances":{{rows.GetRawText().Replace("\"NaN\"", "null", StringComparison.Ordinal)}}}""";

    private static void AssertPredictions(FixtureCase fixture, string output, string text)
    {
        using var json = JsonDocument.Parse(text);
        var numbers = json.RootElement.GetProperty("predictions").EnumerateArray()
            .SelectMany(static row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().ToArray() : [row])
            .Select(static number => number.GetDouble());
        fixture.Outputs.Single(expected => expected.Name == output).AssertMatches([.. numbers]);
    }
}
