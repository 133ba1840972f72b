using KServe.ControlPlane.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.ControlPlane.Tests.Serving;

/// <summary>Serves resources whose predictors are another server: a second one of ours, over real sockets.</summary>
public sealed class RemoteTests
{
    private const string Remote = "sklearn-iris";

    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];
    private static readonly double[] Class2 = [2];

    [Theory]
    [InlineData("v1", "http")]
    [InlineData("v2", "http")]
    [InlineData("grpc-v2", "grpc")]
    public async Task Apply_ServiceWithAnnotation_AnswersFromThere(string protocol, string door)
    {
        await using var there = await StartRemoteAsync();
        await using var here = await TestServer.StartAsync();
        var view = await here.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: near
              annotations:
                kserve.core/remote-url: {{Address(there, door)}}
                kserve.core/remote-model-name: {{Remote}}
            spec:
              predictor:
                model:
                  modelFormat: {name: tensorrt}
                  protocolVersion: {{protocol}}
                  storageUri: s3://models/engine
            """);
        Assert.True(view.IsReady, view.ToYaml());
        await CheckAsync(here, "near");
    }

    [Theory]
    [InlineData("v2+http")]
    [InlineData("grpc")]
    public async Task Apply_AddressAsStorageUri_AnswersFromThere(string scheme)
    {
        await using var there = await StartRemoteAsync();
        await using var here = await TestServer.StartAsync();
        var view = await here.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: {{Remote}}}
            spec:
              predictor:
                timeout: 20
                triton: {storageUri: "{{scheme}}://{{Authority(there, scheme)}}"}
            """);
        Assert.True(view.IsReady, view.ToYaml());
        await CheckAsync(here, Remote);
    }

    [Fact]
    public async Task Apply_ContainerThatRunsElsewhere_AnswersFromThere()
    {
        await using var there = await StartRemoteAsync();
        await using var here = await TestServer.StartAsync(kserve => kserve.AddControlPlane(options =>
            options.RemoteContainers["acme/server"] = Address(there, "http")));
        var view = await here.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: near}
            spec:
              predictor:
                containers:
                  - name: kserve-container
                    image: acme/server:2
                    args: [--model_name={{Remote}}]
                    env: [{name: PROTOCOL, value: v2}]
            """);
        Assert.True(view.IsReady, view.ToYaml());
        await CheckAsync(here, Remote);
    }

    [Theory]
    [InlineData("httpDataEndpoint", "http")]
    [InlineData("grpcDataEndpoint", "grpc")]
    public async Task Apply_RuntimeThatIsAnEndpoint_ServesItsFormats(string field, string door)
    {
        await using var there = await StartRemoteAsync();
        await using var here = await TestServer.StartAsync();
        var view = await here.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1alpha1
            kind: ClusterServingRuntime
            metadata: {name: elsewhere}
            spec:
              {{field}}: {{Address(there, door)}}
              supportedModelFormats: [{name: acme, autoSelect: true}]
              protocolVersions: [v2]
              containers: [{name: kserve-container, image: acme/server}]
            ---
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata: {name: {{Remote}}}
            spec:
              predictor:
                model: {modelFormat: {name: acme}, protocolVersion: v2, storageUri: "s3://models/any"}
            """);
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Contains("clusterServingRuntimeName: elsewhere", view.ToYaml(), StringComparison.Ordinal);
        await CheckAsync(here, Remote);
    }

    [Fact]
    public async Task Apply_LanguageModelOfAnotherServer_AnswersFromThere()
    {
        await using var there = await TestServer.StartAsync(
            static kserve => kserve.AddPredictor("word", static _ => new OneWord("far")));
        await using var here = await TestServer.StartAsync();
        var view = await here.ApplyAsync($$"""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: near
              annotations: {kserve.core/remote-model-name: word}
            spec:
              predictor:
                model:
                  modelFormat: {name: huggingface}
                  storageUri: openai+http://{{Authority(there, "http")}}
            """);
        Assert.True(view.IsReady, view.ToYaml());
        using var content = new StringContent(
            """{"model":"near","messages":[{"role":"user","content":"hi"}]}""",
            System.Text.Encoding.UTF8,
            "application/json");
        using var response = await here.Http.PostAsync(
            new Uri("/openai/v1/chat/completions", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Contains(
            "\"content\":\"far\"",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_AddressWithUnknownScheme_SaysSo()
    {
        await using var here = await TestServer.StartAsync();
        var view = await here.ApplyAsync("""
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: near
              annotations: {kserve.core/remote-url: "ftp://127.0.0.1"}
            spec: {predictor: {containers: [{name: kserve-container, image: acme/server}]}}
            """);
        Assert.Equal("InvalidPredictorSpec", view.Ready!.Reason);
    }

    private static async Task CheckAsync(TestServer server, string model)
    {
        Assert.Equal(Class2, await Rows.V1Async(server, model, Row));
        Assert.Equal(Class2, await Rows.V2Async(server, model, Row));
        Assert.Equal(Class2, await Rows.GrpcAsync(server, model, Row));
    }

    private static async Task<TestServer> StartRemoteAsync()
    {
        var server = await TestServer.StartAsync();
        Assert.True((await server.ApplyAsync(Sample.Read("sklearn.yaml"))).IsReady);
        return server;
    }

    private static string Address(TestServer server, string door) => $"http://{Authority(server, door)}";

    private static string Authority(TestServer server, string door) =>
        (door == "grpc" ? server.Grpc : server.Http).BaseAddress!.Authority;
}
