using System.Net;
using KServe.ControlPlane.Tests.Support;
using KServe.Storage.Tests.HuggingFace;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Serving;

public sealed class SampleTests
{
    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];

    private static readonly double[] Class2 = [2];

    public static TheoryData<string> All => [.. Sample.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Read_SampleAsWritten_HasNoErrors(string name)
    {
        var set = Texts.Read(Sample.Read(name));
        Assert.Empty(set.Errors);
        Assert.NotEmpty(set.Resources);
    }

    [Theory]
    [InlineData("sklearn.yaml", "sklearn-iris")]
    [InlineData("sklearn-old.yaml", "sklearn-irisv2")]
    [InlineData("mlflow.yaml", "mlflow-v2-wine-classifier")]
    [InlineData("batcher.yaml", "sklearn-batcher")]
    [InlineData("logger.yaml", "sklearn-logger")]
    [InlineData("canary.yaml", "sklearn-iris")]
    public Task Apply_SklearnSample_AnswersOverEveryProtocol(string sample, string model) =>
        CheckAsync(sample, model, Row, sample == "canary.yaml" ? null : [2]);

    [Fact]
    public Task Apply_XGBoostSample_AnswersOverEveryProtocol() => CheckAsync(
        "xgboost.yaml", "xgboost-iris", [-0.7, 1.1421, 0.4964, -1.6301, -2.057, 3.8083],
        [0.26401323, 0.5590565, 0.17693025]);

    [Fact]
    public Task Apply_LightGbmSample_AnswersOverEveryProtocol() =>
        CheckAsync("lightgbm.yaml", "lightgbm-iris", [1, 2, 3, 4, 5, 6], expected: null);

    [Fact]
    public Task Apply_OnnxSample_AnswersOverEveryProtocol() => CheckAsync(
        "onnx.yaml", "style-sample", [-1.5160117, -0.3809787, 0.91792506, 0.10106412, 0.012201611], [1]);

    [Fact]
    public async Task Apply_RuntimeSample_ItsVariablesHold()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("runtime.yaml"));
        Assert.True(view.IsReady);
        var answer = await Rows.V2Async(server, "sklearn-probabilities", Row);
        Assert.Equal([0.0364759574151, 0.1302231524147, 0.8333008901702], answer, new Near());
        Assert.Contains("servingRuntimeName: my-sklearnserver", view.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kserve-mlserver")]
    [InlineData("kserve-sklearnserver")]
    public async Task Apply_RuntimeThatKServeInstalls_ServesItsFormats(string runtime)
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: iris}
            spec:
              predictor:
                model:
                  modelFormat: {name: sklearn}
                  runtime: {{runtime}}
                  protocolVersion: v2
                  storageUri: gs://seldon-models/sklearn/iris
            """);
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal(Class2, await Rows.V2Async(server, "iris", Row));
    }

    [Fact]
    public async Task Apply_TrainedModelSample_AnswersByItsOwnName()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("trained-models.yaml"));
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Contains("/v1/models/model1-sklearn:predict", view.ToYaml(), StringComparison.Ordinal);
        Assert.Equal(Class2, await Rows.V1Async(server, "model1-sklearn", Row));
        Assert.True(server.Controller.Get(new ResourceKey("InferenceService", "default", "sklearn-iris-example"))!.IsReady);
    }

    [Fact]
    public async Task Apply_TransformerSample_NeedsAClassForItsImage()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("transformer.yaml"));
        Assert.False(view.IsReady);
        var condition = view.Conditions.Single(static condition => condition.Type == "TransformerReady");
        Assert.Equal(("False", "ContainerNotRegistered"), (condition.Status, condition.Reason));
        Assert.Contains("AddTransformer<T>(\"kserve/image-transformer:latest\")", condition.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("torch-transformer", server.Registry.GetModelNames());
    }

    [Theory]
    [InlineData("kserve/image-transformer")]
    [InlineData("kserve/image-transformer:latest")]
    public async Task Apply_TransformerSampleWithClass_Transforms(string image)
    {
        await using var server = await TestServer.StartAsync(kserve =>
            kserve.AddTransformer<NegateTransformer>(image));
        Assert.True((await server.ApplyAsync(Sample.Read("transformer.yaml"))).IsReady);
        double[] negated = [.. Row.Select(static value => -value)];
        Assert.Equal(Class2, await Rows.V1Async(server, "torch-transformer", negated));
        Assert.Equal(Class2, await Rows.V2Async(server, "torch-transformer", negated));
        Assert.Equal(Class2, await Rows.GrpcAsync(server, "torch-transformer", negated));
    }

    [Fact]
    public async Task Apply_ExplainerSample_PredictsWithoutAndExplainsWithAClass()
    {
        await using var without = await TestServer.StartAsync();
        var view = await without.ApplyAsync(Sample.Read("explainer.yaml"));
        Assert.Equal("ContainerNotRegistered", view.Ready!.Reason);
        Assert.Equal(Class2, await Rows.V1Async(without, "artserver", Row));

        await using var with = await TestServer.StartAsync(static kserve =>
            kserve.AddExplainer<ConstantExplainer>("art/SquareAttack"));
        Assert.True((await with.ApplyAsync(Sample.Read("explainer.yaml"))).IsReady);
        var (status, body) = await with.PostAsync("/v1/models/artserver:explain", """{"instances":[[1,2,3,4,5,6]]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("42", body.ToString(), StringComparison.Ordinal);
        Assert.Equal(Class2, await Rows.V1Async(with, "artserver", Row));
        Assert.Equal(Class2, await Rows.V2Async(with, "artserver", Row));
        Assert.Equal(Class2, await Rows.GrpcAsync(with, "artserver", Row));
    }

    [Fact]
    public async Task Apply_HuggingFaceSample_AnswersOpenAi()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("huggingface.yaml"));
        Assert.True(view.IsReady, view.ToYaml());
        var (status, body) = await server.PostAsync(
            "/openai/v1/chat/completions",
            """
            {"model":"llama3","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(
            "Paris",
            body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_HuggingFaceModelThatIsNowhere_SaysSo()
    {
        await using var server = await TestServer.StartAsync();
        var text = Sample.Read("huggingface.yaml").Replace("meta-llama-3-8b", "another", StringComparison.Ordinal);
        var view = await server.ApplyAsync(text);
        Assert.False(view.IsReady);
        Assert.Contains("hf://meta-llama/another-instruct", view.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("args: [--model_name=hub, --model_id=acme/tiny, --model_revision=main]")]
    [InlineData("args: [--model_name=hub, --model_id=acme/tiny, --revision=" + FakeHub.First + "]")]
    [InlineData("args: [--model_name=hub], storageUri: \"hf://acme/tiny:main\"")]
    public async Task Apply_HuggingFaceModelOfAHub_IsDownloadedAndAnswers(string from)
    {
        await using var hub = new FakeHub();
        var folder = Path.Combine(AppContext.BaseDirectory, "tiny-chat");
        foreach (var file in Directory.GetFiles(folder))
        {
            hub.With(
                Path.GetFileName(file), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }

        using var cache = new TempFolder();
        await using var server = await TestServer.StartAsync(kserve => kserve.AddStorage(storage =>
        {
            storage.CacheDirectory = cache.Path;
            storage.AllowedPrivateHosts.Add("127.0.0.1");
            storage.HuggingFace.Offline = false;
            storage.HuggingFace.Endpoint = hub.Endpoint;
        }));

        var view = await server.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: chat}
            spec:
              predictor:
                model: {modelFormat: {name: huggingface}, {{from}}}
            """);

        Assert.True(view.IsReady, view.ToYaml());
        var (status, body) = await server.PostAsync(
            "/openai/v1/chat/completions",
            """
            {"model":"hub","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Paris", body.ToString(), StringComparison.Ordinal);
        Assert.All(hub.Files, static file => Assert.Contains(FakeHub.First, file, StringComparison.Ordinal));
    }

    private static async Task CheckAsync(string sample, string model, double[] row, double[]? expected)
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read(sample));
        Assert.True(view.IsReady, view.ToYaml());
        var v2 = await Rows.V2Async(server, model, row);
        if (expected is not null)
        {
            Assert.Equal(expected, v2, new Near());
        }

        Assert.NotEmpty(v2);
        Assert.Equal(v2, await Rows.GrpcAsync(server, model, row), new Near());
        Assert.Equal(v2, await Rows.V1Async(server, model, row), new Near());
    }
}
