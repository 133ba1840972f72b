using KServe.Explainers.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Explainers.Tests.Server;

public sealed class OtherExplainersServerTests
{
    private static readonly FeatureTable People = FeatureTable.FromColumns(
        new FeatureColumn("age", [.. Enumerable.Range(0, 200).Select(static i => (double)(20 + i % 50))]),
        new FeatureColumn("pet", [.. Enumerable.Range(0, 200).Select(static i => i % 3 == 0 ? "cat" : "dog")]));

    private const string Columns = """
        {"inputs":[
          {"name":"age","shape":[1],"datatype":"INT64","data":[30]},
          {"name":"pet","shape":[1],"datatype":"BYTES","data":["cat"]}]
        """;

    [Fact]
    public async Task Explain_Lime_AnswersWithWeightsAndConditions()
    {
        await using var server = await ExplainServer.StartAsync(
            NewScore(), static model => model.UseLime(static options => options.Background = People));
        var outputs = await server.ExplainV2Async(Columns + "}");
        Assert.Equal(["age", "pet = cat"], outputs["conditions"].GetProperty("data").Texts());
        Assert.Equal([1, 2], outputs["weights"].Shape());
        var weights = outputs["weights"].Data();
        Assert.InRange(weights[0], 10, 20);
        Assert.Equal(50, weights[1], 1.0);
        Near.Equal([80], outputs["predictions"].Data(), 0);
        Assert.Equal(["30", "cat"], outputs["data"].GetProperty("data").Texts());
        var one = await server.ExplainV2Async(Columns + ""","parameters":{"num_features":1,"nsamples":500}}""");
        Assert.Equal(0, one["weights"].Data()[0]);
        Assert.Contains(
            "parameters.nsamples",
            await server.RefuseV2Async(Columns + ""","parameters":{"nsamples":50001}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_AnchorsOfLabels_AnswersWithConditionsAndTheLabel()
    {
        await using var server = await ExplainServer.StartAsync(
            NewLabels(), static model => model.UseAnchors(static options => options.Background = People));
        var outputs = await server.ExplainV2Async(Columns + "}");
        Assert.Equal(["pet = cat"], outputs["anchors"].GetProperty("data").Texts());
        Assert.Equal(["", "pet = cat"], outputs["conditions"].GetProperty("data").Texts());
        Assert.Equal(["likes cats"], outputs["classes"].GetProperty("data").Texts());
        Assert.Equal([true], outputs["found"].GetProperty("data").Booleans());
        Near.Equal([67 / 200.0], outputs["coverages"].Data(), 1e-9);
        Near.Equal([1], outputs["precisions"].Data(), 0);
        Assert.Contains(
            "parameters.precision",
            await server.RefuseV2Async(Columns + ""","parameters":{"precision":1.5}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_CounterfactualOfLabels_AnswersInTheClientsTypes()
    {
        await using var server = await ExplainServer.StartAsync(
            NewLabels(),
            static model => model.UseCounterfactuals(static options =>
            {
                options.Background = People;
                options.ImmutableFeatures = ["age"];
            }));
        var outputs = await server.ExplainV2Async(Columns + "}");
        Assert.Equal(["30", "dog"], outputs["counterfactuals"].GetProperty("data").Texts());
        Assert.Equal([false, true], outputs["changed"].GetProperty("data").Booleans());
        Assert.Equal(["likes cats"], outputs["classes"].GetProperty("data").Texts());
        Assert.Equal(["likes dogs"], outputs["counterfactual_classes"].GetProperty("data").Texts());
        Near.Equal([1], outputs["distances"].Data(), 0);
        Assert.Contains(
            "parameters.target_class",
            await server.RefuseV2Async(Columns + ""","parameters":{"target_class":"dog"}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_CounterfactualOfNumbers_ReachesTheTargetClass()
    {
        await using var server = await ExplainServer.StartAsync(
            RowPredictor.OfScores(3, static row => row[0] < 1 ? [1, 0, 0] : row[0] < 2 ? [0, 1, 0] : [0, 0, 1]),
            static model => model.UseCounterfactuals(static options => options.Background = FeatureTable.FromMatrix(
                new double[,] { { 0, 1 }, { 3.5, 2 } })));
        var outputs = await server.ExplainV2Async(
            """
            {"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[0.5,1.5]}],"parameters":{"target_class":2}}
            """);
        var found = outputs["counterfactuals"].Data();
        Assert.InRange(found[0], 2, 2.2);
        Assert.Equal(1.5, found[1]);
        Near.Equal([2], outputs["counterfactual_classes"].Data(), 0);
    }

    [Fact]
    public async Task Explain_ImportanceOfTheRequestsRows_MeasuresTheChange()
    {
        await using var server = await ExplainServer.StartAsync(
            RowPredictor.OfNumbers(static row => 3 * row[0]), static model => model.UsePermutationImportance());
        var answer = await server.ExplainV1Async("""{"instances": [[1, 5], [2, 6], [3, 7], [4, 9]]}""");
        var means = answer.GetProperty("importances_mean").Numbers();
        Assert.InRange(means[0], 1, 6);
        Assert.Equal(0, means[1]);
        Assert.Equal(["f0", "f1"], answer.GetProperty("feature_names").Texts());
        Assert.Contains(
            "two rows or more",
            await server.RefuseV2Async("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP64","data":[1,2]}]}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ImportanceWithoutRows_MeasuresTheBackgroundWithItsLabels()
    {
        var background = FeatureTable.FromColumns(
            new FeatureColumn("a", [.. Enumerable.Range(0, 50).Select(static i => i % 7 + 0.5)]),
            new FeatureColumn("target", [.. Enumerable.Range(0, 50).Select(static i => 2 * (i % 7 + 0.5) + 1)]),
            new FeatureColumn("b", [.. Enumerable.Range(0, 50).Select(static i => i % 5 + 0.5)]));
        await using var server = await ExplainServer.StartAsync(
            RowPredictor.OfNumbers(static row => 2 * row[0]),
            model => model.UsePermutationImportance(options =>
            {
                options.Background = background;
                options.LabelColumn = "target";
                options.Metric = ImportanceMetric.AbsoluteError;
            }));
        var answer = await server.ExplainV1Async("""{"instances": []}""");
        Near.Equal([1], answer.GetProperty("baseline").Numbers(), 1e-9);
        Assert.Equal(["a", "b"], answer.GetProperty("feature_names").Texts());
        var means = answer.GetProperty("importances_mean").Numbers();
        Assert.InRange(means[0], 1, 6);
        Assert.Equal(0, means[1]);
    }

    [Theory]
    [InlineData("background.csv", "age,pet\n20,cat\n40,dog\n60,dog\n")]
    [InlineData("data/background.json", """[{"age":20,"pet":"cat"},{"age":40,"pet":"dog"},{"age":60,"pet":"dog"}]""")]
    public async Task Load_BackgroundFile_IsReadFromTheModelsFolder(string file, string content)
    {
        var folder = Directory.CreateTempSubdirectory("kserve-explainers-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "data"));
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, file), content, TestContext.Current.CancellationToken);
            var explainer = new LimeExplainer(new LimeOptions { BackgroundFile = file });
            var context = new ModelLoadContext
            {
                ModelName = "m",
                ModelVersion = "1",
                ArtifactPath = folder.FullName,
                Predictor = NewScore(),
            };
            await explainer.LoadAsync(context, TestContext.Current.CancellationToken);
            using var request = new InferRequest("m");
            request.Inputs.Add(InferTensor.Create<long>("age", [1], 30));
            request.Inputs.Add(BytesTensor.Rent(request.Pool, "pet", [1], "cat"));
            using var response = await explainer.ExplainAsync(
                request, context.Predictor.PredictAsync, TestContext.Current.CancellationToken);
            Assert.Equal(["age", "pet = cat"], response.FindOutput("conditions")!.ToStrings());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("../outside.csv", "leads out of the model's folder")]
    [InlineData("/etc/passwd", "leads out of the model's folder")]
    [InlineData("missing.csv", "missing.csv: the file does not exist")]
    public async Task Load_BackgroundFileThatCannotBeRead_FailsWithItsName(string file, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("kserve-explainers-");
        try
        {
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => new LimeExplainer(
                new LimeOptions { BackgroundFile = file }).LoadAsync(
                new ModelLoadContext { ModelName = "m", ModelVersion = "1", ArtifactPath = folder.FullName },
                TestContext.Current.CancellationToken).AsTask());
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.FullName, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Load_BackgroundOfOtherWidthThanTheModel_Fails()
    {
        var predictor = new RowPredictor(static cells => [cells[0]])
        {
            DeclaredSignature = new ModelSignature { Inputs = [new("x", TensorDataType.FP64, [-1, 3])] },
        };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new LimeExplainer(
            new LimeOptions { Background = People }).LoadAsync(
            new ModelLoadContext { ModelName = "m", ModelVersion = "1", Predictor = predictor },
            TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("2 columns, the model takes 3 features", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NamesOfOtherNumberThanFeatures_Fails()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new LimeExplainer(
            new LimeOptions { Background = People, FeatureNames = ["age"] }).LoadAsync(
            new ModelLoadContext { ModelName = "m", ModelVersion = "1", Predictor = NewScore() },
            TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("2 names were expected", error.Message, StringComparison.Ordinal);
    }

    private static RowPredictor NewScore() =>
        new(static cells => [$"{double.Parse(cells[0]) + (cells[1] == "cat" ? 50 : 0)}"]);

    private static RowPredictor NewLabels() =>
        new(static cells => [cells[1] == "cat" ? "likes cats" : "likes dogs"]) { OutputType = TensorDataType.BYTES };
}
