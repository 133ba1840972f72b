using KServe.Explainers.Tests.Support;
using KServe.Kernels.Trees;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Explainers.Tests.Server;

public sealed class TreeShapServerTests
{
    private static readonly TreeEnsemble Trees = Forests.Random(features: 4, outputs: 1, trees: 6, depth: 3, seed: 1);

    private static readonly FeatureTable Background = Samples.Normal(15, 4, seed: 2);

    private const string Row = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP64","data":[0.3,-0.2,0.9,-1]}]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explain_PathDependent_AnswersWithTheTreesOwnValues()
    {
        await using var server = await ExplainServer.StartAsync(NewPredictor(), static model => model.UseTreeShap());
        var answer = await server.ExplainV1Async("""{"instances": [[0.3, -0.2, 0.9, -1], [0, 0, 0, 0]]}""");
        var expected = new double[10];
        TreeShap.Values(Trees, [0.3, -0.2, 0.9, -1, 0, 0, 0, 0], 2, expected, Token);
        Near.Equal([.. expected[..4], .. expected[5..9]], answer.GetProperty("shap_values").Numbers(), 1e-12);
        Near.Equal([expected[4], expected[9]], answer.GetProperty("base_values").Numbers(), 1e-12);
        var margins = new double[2];
        Trees.Predict([0.3, -0.2, 0.9, -1, 0, 0, 0, 0], 2, margins, Token);
        Near.Equal(margins, answer.GetProperty("predictions").Numbers(), 1e-9);
        Assert.Equal(["f0", "f1", "f2", "f3"], answer.GetProperty("feature_names").Texts());
    }

    [Fact]
    public async Task Explain_Interventional_IsWhatKernelShapFinds()
    {
        await using var server = await ExplainServer.StartAsync(NewPredictor(), static model => model.UseTreeShap(
            static options =>
            {
                options.Mode = TreeShapMode.Interventional;
                options.Background = Background;
            }));
        var outputs = await server.ExplainV2Async(Row + "}");
        var kernel = await KernelShap.ExplainAsync(
            (rows, count, token) =>
            {
                var margins = new double[count];
                Trees.Predict(rows.Span, count, margins, token);
                return new(margins);
            },
            Samples.Row(0.3, -0.2, 0.9, -1),
            Background,
            cancellationToken: Token);
        Near.Equal(kernel.GetValues(0), outputs["shap_values"].Data(), 1e-9);
        Near.Equal(kernel.BaseValues.Span, outputs["base_values"].Data(), 1e-9);
    }

    [Fact]
    public async Task Explain_Interactions_AddUpToTheValues()
    {
        await using var server = await ExplainServer.StartAsync(NewPredictor(), static model => model.UseTreeShap());
        var plain = await server.ExplainV2Async(Row + "}");
        Assert.DoesNotContain("shap_interaction_values", plain.Keys);
        var outputs = await server.ExplainV2Async(Row + ""","parameters":{"interactions":true}}""");
        Assert.Equal([1, 4, 4], outputs["shap_interaction_values"].Shape());
        var pairs = outputs["shap_interaction_values"].Data();
        var values = outputs["shap_values"].Data();
        Near.Equal(plain["shap_values"].Data(), values, 1e-9);
        Near.Equal(plain["base_values"].Data(), outputs["base_values"].Data(), 1e-9);
        for (var f = 0; f < 4; f++)
        {
            Assert.Equal(values[f], pairs.AsSpan(f * 4, 4).ToArray().Sum(), 1e-9);
            Assert.Equal(pairs[f * 4], pairs[f], 1e-9);
        }
    }

    [Fact]
    public async Task Explain_SeveralOutputs_OneOrAll()
    {
        var trees = Forests.Random(features: 4, outputs: 3, trees: 6, depth: 3, seed: 3);
        await using var server = await ExplainServer.StartAsync(
            NewPredictor(trees), static model => model.UseTreeShap());
        var all = await server.ExplainV2Async(Row + "}");
        Assert.Equal([1, 3, 4], all["shap_values"].Shape());
        var one = await server.ExplainV2Async(Row + ""","parameters":{"class":2}}""");
        Assert.Equal([1, 4], one["shap_values"].Shape());
        Near.Equal(all["shap_values"].Data().AsSpan(8, 4), one["shap_values"].Data(), 0);
        Assert.Contains(
            "3 values for a row, got 3",
            await server.RefuseV2Async(Row + ""","parameters":{"class":3}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ColumnsInOtherOrder_GoByTheModelsNames()
    {
        var predictor = NewPredictor();
        predictor.Parts[typeof(FeatureNames)] = new FeatureNames(["a", "b", "c", "d"]);
        await using var server = await ExplainServer.StartAsync(predictor, static model => model.UseTreeShap());
        var matrix = await server.ExplainV1Async("""{"instances": [[0.3, -0.2, 0.9, -1]]}""");
        Assert.Equal(["a", "b", "c", "d"], matrix.GetProperty("feature_names").Texts());
        var columns = await server.ExplainV1Async("""{"instances": [{"d": -1, "b": -0.2, "a": 0.3, "c": 0.9}]}""");
        Assert.Equal(["d", "b", "a", "c"], columns.GetProperty("feature_names").Texts());
        var values = matrix.GetProperty("shap_values").Numbers();
        Near.Equal(
            [values[3], values[1], values[0], values[2]], columns.GetProperty("shap_values").Numbers(), 1e-12);
    }

    [Fact]
    public async Task Explain_ModelWithContributions_AsksForThem()
    {
        await using var server = await ExplainServer.StartAsync(
            new RowPredictor(static cells => [.. cells, "7"])
            {
                OutputCount = 5,
                OutputName = "pred_contribs",
                DeclaredSignature = new ModelSignature
                {
                    Inputs = [new("x", TensorDataType.FP64, [-1, 4])],
                    Outputs =
                    [
                        new("predict", TensorDataType.FP64, [-1]),
                        new("pred_contribs", TensorDataType.FP64, [-1, 5]),
                    ],
                },
            },
            static model => model.UseTreeShap());
        var outputs = await server.ExplainV2Async(Row + "}");
        Near.Equal([0.3, -0.2, 0.9, -1], outputs["shap_values"].Data(), 0);
        Near.Equal([7], outputs["base_values"].Data(), 0);
        Assert.Contains(
            "pred_interactions",
            await server.RefuseV2Async(Row + ""","parameters":{"interactions":true}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ModelWithTransformer_ExplainsWhatTheTreesSee()
    {
        await using var server = await ExplainServer.StartAsync(
            NewPredictor(), static model => model.UseTransformer<HalvingTransformer>().UseTreeShap());
        var outputs = await server.ExplainV2Async(
            """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP64","data":[0.6,-0.4,1.8,-2]}]}""");
        var expected = new double[5];
        TreeShap.Values(Trees, [0.3, -0.2, 0.9, -1], 1, expected, Token);
        Near.Equal(expected.AsSpan(0, 4), outputs["shap_values"].Data(), 1e-12);
        Near.Equal([0.3, -0.2, 0.9, -1], outputs["data"].Data(), 0);
    }

    [Theory]
    [InlineData(
        """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP64","data":[1,2,3]}]}""", "3 features, the model has 4")]
    [InlineData(
        """{"inputs":[{"name":"x","shape":[1,4],"datatype":"BYTES","data":["a","b","c","d"]}]}""", "takes numbers")]
    public async Task Explain_RowsThatDoNotFit_AreNamed(string body, string expected)
    {
        await using var server = await ExplainServer.StartAsync(NewPredictor(), static model => model.UseTreeShap());
        Assert.Contains(expected, await server.RefuseV2Async(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_MoreValuesThanAllowed_IsRefused()
    {
        await using var server = await ExplainServer.StartAsync(
            NewPredictor(), static model => model.UseTreeShap(static options => options.MaxValues = 24));
        await server.ExplainV2Async(Row + "}");
        Assert.Contains(
            "25 values, at most 24",
            await server.RefuseV2Async(Row + ""","parameters":{"interactions":true}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ModelWithoutTrees_FailsWithAHint()
    {
        await using var server = await ExplainServer.StartAsync(
            RowPredictor.OfNumbers(static row => row[0]), static model => model.UseTreeShap());
        server.ExpectsErrors = true;
        Assert.Contains(server.Errors, static text => text.Contains("use KernelSHAP", StringComparison.Ordinal));
    }

    [Fact]
    public void UseTreeShap_InteractionsWithBackground_AreRefused()
    {
        var services = new ServiceCollection().AddKServeCore();
        var error = Assert.Throws<ArgumentException>(() => services.AddPredictor(
            "m",
            static _ => NewPredictor(),
            static model => model.UseTreeShap(static options =>
            {
                options.Interactions = true;
                options.Mode = TreeShapMode.Interventional;
                options.Background = Background;
            })));
        Assert.Contains("Interactions", error.Message, StringComparison.Ordinal);
    }

    private static RowPredictor NewPredictor(TreeEnsemble? trees = null)
    {
        var predictor = RowPredictor.OfNumbers(static _ => 0);
        predictor.Parts[typeof(TreeEnsemble)] = trees ?? Trees;
        return predictor;
    }
}
