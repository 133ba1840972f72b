using System.Net;
using System.Text;
using KServe.Explainers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Explainers.Tests.Server;

public sealed class KernelShapServerTests
{
    private static readonly FeatureTable Background = FeatureTable.FromMatrix(
        new double[,] { { 0, 0, 0 }, { 2, 0, 0 } }, ["age", "income", "debt"]);

    private const string Linear = """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP64","data":[3,1,2]}]""";

    [Fact]
    public async Task Explain_V1Matrix_AnswersWithAKeyForEachOutput()
    {
        await using var server = await StartAsync(NewLinear());
        var answer = await server.ExplainV1Async("""{"instances": [[3, 1, 2], [1, 0, 0]]}""");
        Near.Equal([4, 10, 200, 0, 0, 0], answer.GetProperty("shap_values").Numbers(), 1e-9);
        Assert.Equal(2, answer.GetProperty("shap_values").GetArrayLength());
        Near.Equal([2, 2], answer.GetProperty("base_values").Numbers(), 1e-9);
        Near.Equal([216, 2], answer.GetProperty("predictions").Numbers(), 1e-9);
        Near.Equal([3, 1, 2, 1, 0, 0], answer.GetProperty("data").Numbers(), 0);
        Assert.Equal(["age", "income", "debt"], answer.GetProperty("feature_names").Texts());
    }

    [Fact]
    public async Task Explain_V2Matrix_AnswersWithTensors()
    {
        await using var server = await StartAsync(NewLinear());
        var outputs = await server.ExplainV2Async(Linear + "}");
        Assert.Equal(
            ["shap_values", "base_values", "predictions", "data", "feature_names"], outputs.Keys.ToArray());
        Assert.Equal("FP64", outputs["shap_values"].GetProperty("datatype").GetString());
        Assert.Equal([1, 3], outputs["shap_values"].Shape());
        Near.Equal([4, 10, 200], outputs["shap_values"].Data(), 1e-9);
    }

    [Fact]
    public async Task Explain_V2OutputsInBinary_ReturnsTheseAlone()
    {
        await using var server = await StartAsync(NewLinear());
        var body = Linear + ""","outputs":[{"name":"shap_values","parameters":{"binary_data":true}}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(
            new Uri("/v2/models/m/explain", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var header = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
        Near.Equal(
            [4, 10, 200],
            [.. Enumerable.Range(0, 3).Select(i => BitConverter.ToDouble(bytes, header + 8 * i))],
            1e-9);
        Assert.Equal(header + 24, bytes.Length);
    }

    [Fact]
    public async Task Explain_OneTensorPerColumn_GoesByNameAndKeepsTheClientsOrder()
    {
        await using var server = await StartAsync(RowPredictor.OfNumbers(
            static row => row[2] + 10 * row[1] + 100 * row[0]));
        var outputs = await server.ExplainV2Async("""
            {"inputs":[
              {"name":"debt","shape":[1],"datatype":"INT64","data":[2]},
              {"name":"income","shape":[1,1],"datatype":"FP32","data":[1]},
              {"name":"age","shape":[1],"datatype":"FP64","data":[3]}]}
            """);
        Assert.Equal(["debt", "income", "age"], outputs["feature_names"].GetProperty("data").Texts());
        Near.Equal([200, 10, 2], outputs["shap_values"].Data(), 1e-9);
    }

    [Fact]
    public async Task Explain_TextColumns_AreCategoriesOfTheBackground()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("colour", "red", "blue"), new FeatureColumn("size", 1, 3));
        await using var server = await ExplainServer.StartAsync(
            new RowPredictor(static cells => [cells[0] == "green" && cells[1] == "5" ? "8" : "0"]),
            model => model.UseKernelShap(options => options.Background = background));
        var answer = await server.ExplainV1Async("""{"instances": [{"colour": "green", "size": 5}]}""");
        Near.Equal([4, 4], answer.GetProperty("shap_values").Numbers(), 1e-9);
        Assert.Equal(["green", "5"], answer.GetProperty("data").Texts());
    }

    [Fact]
    public async Task Explain_MissingTexts_ReachTheModelAsMissing()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("colour", "red", null), new FeatureColumn("size", 1, 3));
        var missing = 0;
        var predictor = new RowPredictor(static cells => [cells[0].Length == 0 ? "8" : "0"])
        {
            DeclaredSignature = new ModelSignature { AcceptsMissingTexts = true },
            BeforeCall = (request, _) => missing += request.GetInput("colour").MissingElements.Length,
        };
        await using var server = await ExplainServer.StartAsync(
            predictor, model => model.UseKernelShap(options => options.Background = background));
        var answer = await server.ExplainV1Async(
            """{"instances": [{"colour": null, "size": 5}, {"colour": "red", "size": 1}]}""");
        Near.Equal([4, 0, -4, 0], answer.GetProperty("shap_values").Numbers(), 1e-9);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("data")[0][0].ValueKind);
        Assert.InRange(missing, 3, 100);
    }

    [Fact]
    public async Task Explain_SeveralClasses_OneOrAll()
    {
        var predictor = RowPredictor.OfScores(2, static row => [row[0], -row[0]]);
        await using var server = await StartAsync(predictor);
        var all = await server.ExplainV2Async(Linear + "}");
        Assert.Equal([1, 2, 3], all["shap_values"].Shape());
        Assert.Equal([1, 2], all["base_values"].Shape());
        Near.Equal([2, 0, 0, -2, 0, 0], all["shap_values"].Data(), 1e-9);
        var one = await server.ExplainV2Async(Linear + ""","parameters":{"class":1}}""");
        Assert.Equal([1, 3], one["shap_values"].Shape());
        Near.Equal([-2, 0, 0], one["shap_values"].Data(), 1e-9);
        var error = await server.RefuseV2Async(Linear + ""","parameters":{"class":2}}""");
        Assert.Contains("parameters.class", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_SignatureWithLabelsFirst_TakesTheFirstOfNumbers()
    {
        var asked = new List<string>();
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            OutputName = "predict_proba",
            BeforeCall = (request, _) => asked.Add(string.Join(',', request.Outputs.Select(static o => o.Name))),
            DeclaredSignature = new ModelSignature
            {
                Inputs = [new("x", TensorDataType.FP64, [-1, 3])],
                Outputs =
                [
                    new("predict", TensorDataType.INT64, [-1]),
                    new("predict_proba", TensorDataType.FP64, [-1]),
                    new("margin", TensorDataType.FP64, [-1]),
                ],
            },
        };
        await using var server = await StartAsync(predictor);
        await server.ExplainV2Async(Linear + "}");
        Assert.All(asked, static name => Assert.Equal("predict_proba", name));
        asked.Clear();
        await server.ExplainV2Async(Linear + ""","parameters":{"output":"margin"}}""");
        Assert.All(asked, static name => Assert.Equal("margin", name));
        var error = await server.RefuseV2Async(Linear + ""","parameters":{"output":"odds"}}""");
        Assert.Contains("'odds'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_OtherParameters_ReachTheModelAndOursDoNot()
    {
        var seen = new List<string>();
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            BeforeCall = (request, _) => seen.Add(string.Join(
                ',', request.HasParameters ? request.Parameters.Select(static parameter => parameter.Key) : [])),
        };
        await using var server = await StartAsync(predictor);
        await server.ExplainV2Async(Linear + ""","parameters":{"content_type":"pd","seed":4,"nsamples":100}}""");
        Assert.NotEmpty(seen);
        Assert.All(seen, static names => Assert.Equal("content_type", names));
    }

    [Theory]
    [InlineData("\"nsamples\":3", "parameters.nsamples: an integer from 4 to 16384 was expected, got 3")]
    [InlineData("\"nsamples\":1e6", "parameters.nsamples")]
    [InlineData("\"nsamples\":99999999999", "parameters.nsamples")]
    [InlineData("\"seed\":\"x\"", "parameters.seed")]
    [InlineData("\"class\":-2", "parameters.class")]
    [InlineData("\"output\":1", "parameters.output: a text was expected")]
    public async Task Explain_ParameterOutOfBounds_IsNamed(string parameter, string expected)
    {
        await using var server = await StartAsync(NewLinear());
        var error = await server.RefuseV2Async(Linear + ",\"parameters\":{" + parameter + "}}");
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP64","data":[3,1]}]}""", "the background data has 3")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,3,1],"datatype":"FP64","data":[3,1,2]}]}""", "[rows, features]")]
    [InlineData("""{"inputs":[{"name":"x","shape":[0,3],"datatype":"FP64","data":[]}]}""", "0 rows")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,3],"datatype":"BYTES","data":["a","b","c"]}]}""", "holds texts")]
    [InlineData(
        """
        {"inputs":[
          {"name":"age","shape":[1],"datatype":"FP64","data":[3]},
          {"name":"b","shape":[1],"datatype":"FP64","data":[1]}]}
        """,
        "input 'b' is not in the background data")]
    [InlineData(
        """
        {"inputs":[
          {"name":"age","shape":[1],"datatype":"FP64","data":[3]},
          {"name":"debt","shape":[2],"datatype":"FP64","data":[1,2]}]}
        """,
        "has 2 rows, other inputs have 1")]
    public async Task Explain_RowsThatDoNotFit_AreNamed(string body, string expected)
    {
        await using var server = await StartAsync(NewLinear());
        Assert.Contains(expected, await server.RefuseV2Async(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_UnknownOutput_ListsWhatThereIs()
    {
        await using var server = await StartAsync(NewLinear());
        var error = await server.RefuseV2Async(Linear + ""","outputs":[{"name":"predict"}]}""");
        Assert.Contains("'predict'", error, StringComparison.Ordinal);
        Assert.Contains("shap_values", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_TooManyRowsOrEvaluations_IsRefused()
    {
        await using var server = await StartAsync(NewLinear(), static options =>
        {
            options.MaxRows = 2;
            options.MaxEvaluations = 16;
        });
        var three = """{"inputs":[{"name":"x","shape":[3,3],"datatype":"FP64","data":[1,1,1,1,1,1,1,1,1]}]}""";
        Assert.Contains("3 rows, 1 to 2", await server.RefuseV2Async(three), StringComparison.Ordinal);
        var two = """{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP64","data":[1,1,1,1,1,1]}]}""";
        Assert.Contains("28 evaluations", await server.RefuseV2Async(two), StringComparison.Ordinal);
        await server.ExplainV2Async(Linear + "}");
    }

    [Fact]
    public async Task Explain_LabelsThatAreTexts_AreRefused()
    {
        await using var server = await StartAsync(
            new RowPredictor(static _ => ["yes"]) { OutputType = TensorDataType.BYTES });
        Assert.Contains("holds no numbers", await server.RefuseV2Async(Linear + "}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ModelOfFixedRows_IsCalledWithThem()
    {
        var sizes = new List<long>();
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            BeforeCall = (request, _) => sizes.Add(request.Inputs[0].Shape[0]),
            DeclaredSignature = new ModelSignature { Inputs = [new("x", TensorDataType.FP64, [4, 3])] },
        };
        await using var server = await StartAsync(predictor);
        var four = """{"inputs":[{"name":"x","shape":[4,3],"datatype":"FP64","data":[1,1,1,2,1,1,3,1,1,4,1,1]}]}""";
        var outputs = await server.ExplainV2Async(four);
        Assert.All(sizes, static size => Assert.Equal(4, size));
        Near.Equal([0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0], outputs["shap_values"].Data(), 1e-9);
    }

    [Fact]
    public async Task Explain_MaxBatchSize_IsKept()
    {
        var sizes = new List<long>();
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            BeforeCall = (request, _) => sizes.Add(request.Inputs[0].Shape[0]),
            DeclaredSignature = new ModelSignature { MaxBatchSize = 5 },
        };
        await using var server = await StartAsync(predictor);
        await server.ExplainV2Async(Linear + "}");
        Assert.Equal(5, sizes.Max());
    }

    [Fact]
    public async Task Explain_SameRequest_IsTheSameWhateverRunsBeside()
    {
        await using var server = await StartAsync(NewLinear());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.ExplainV1Async(
            """{"instances": [[3, 1, 2], [5, 4, 4]]}""")));
        Assert.All(answers, answer => Assert.Equal(answers[0].GetRawText(), answer.GetRawText()));
    }

    [Fact]
    public async Task ExplainAsync_CancelledByTheClient_CallsTheModelNoMore()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            BeforeCall = (_, call) =>
            {
                if (call == 3)
                {
                    source.Cancel();
                }
            },
        };
        await using var server = await StartAsync(predictor, static options => options.BatchSize = 1);
        using var lease = server.Registry.Pin("m");
        using var request = new InferRequest("m");
        request.Inputs.Add(InferTensor.Create<double>("x", [1, 3], 3, 1, 2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => lease.Revision.ExplainAsync(request, source.Token).AsTask());
        Assert.Equal(3, predictor.Calls);
    }

    [Fact]
    public void UseKernelShap_NoBackground_SaysWhatIsMissing()
    {
        var services = new ServiceCollection().AddKServeCore();
        var error = Assert.Throws<ArgumentException>(() => services.AddPredictor(
            "m", static _ => NewLinear(), static model => model.UseKernelShap(static _ => { })));
        Assert.Contains("Background: this or BackgroundFile was expected", error.Message, StringComparison.Ordinal);
    }

    private static RowPredictor NewLinear() =>
        RowPredictor.OfNumbers(static row => 2 * row[0] + 10 * row[1] + 100 * row[2]);

    private static Task<ExplainServer> StartAsync(
        RowPredictor predictor,
        Action<KernelShapOptions>? configure = null) => ExplainServer.StartAsync(
        predictor,
        model => model.UseKernelShap(options =>
        {
            options.Background = Background;
            configure?.Invoke(options);
        }));
}
