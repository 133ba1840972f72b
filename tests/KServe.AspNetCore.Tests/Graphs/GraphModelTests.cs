using System.Net;
using KServe.AspNetCore.Tests.Grpc;
using KServe.AspNetCore.Tests.Http.V1;
using KServe.Protocol.Tests.Grpc.Generated;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Graphs;

/// <summary>A graph is called, asked and counted like any model.</summary>
public sealed class GraphModelTests
{
    private const string V2Input = """{"id":"7","inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infer_V1AndV2OverRest_TheProtocolOfTheBody()
    {
        await using var server = await KServeServer.StartAsync(AddEcho);
        Assert.Equal(
            (HttpStatusCode.OK, """{"predictions":[1,2]}"""),
            await server.PostAsync("/v1/models/g:predict", """{"instances":[1,2]}"""));
        var (status, body) = await server.PostAsync("/v2/models/g/infer", V2Input);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """
            {"model_name":"echo","model_version":"1","id":"7","outputs":[
            {"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}
            """.ReplaceLineEndings(""),
            body);
        Assert.Equal(
            (HttpStatusCode.BadRequest, """{"error":"body: 'inputs' is missing"}"""),
            await server.PostAsync("/v2/models/g/infer", "{}"));
    }

    [Fact]
    public async Task Infer_BinaryTensors_GoThroughAsTensors()
    {
        await using var server = await KServeServer.StartAsync(AddEcho);
        const string Json =
            """{"inputs":[{"name":"x","shape":[2],"datatype":"INT32","parameters":{"binary_data_size":8}}]}""";
        byte[] body = [.. System.Text.Encoding.UTF8.GetBytes(Json), 1, 0, 0, 0, 2, 0, 0, 0];
        using var content = new ByteArrayContent(body)
        {
            Headers =
            {
                { "Inference-Header-Content-Length", System.Text.Encoding.UTF8.GetByteCount(Json).ToString() },
            },
        };
        using var response = await server.PostAsync("/v2/models/g/infer", content);
        Assert.Contains("\"data\":[1,2]", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelInfer_OverGrpc_TensorsAndStatuses()
    {
        await using var server = await GrpcServer.StartAsync(static models => AddEcho(models));
        var request = Requests.Raw("g", 1, 2);
        var response = (await server.Client.CallAsync("ModelInfer", request)).Read(ModelInferResponse.Parser);
        Assert.Equal("g", response.ModelName);
        Assert.Equal(request.RawInputContents, response.RawOutputContents);
        var failed = await server.Client.CallAsync("ModelInfer", Requests.Raw("fails", 1));
        Assert.Equal(5, failed.Status);
        Assert.Equal("A step of the graph answered with status 404: intentional", failed.Message);
        var ready = await server.Client.CallAsync("ModelReady", new ModelReadyRequest { Name = "g" });
        Assert.True(ready.Read(ModelReadyResponse.Parser).Ready);
    }

    [Fact]
    public async Task ModelInfer_ServiceElsewhere_IsSentAndReadAsV2()
    {
        await using var remote = await RemoteService.StartAsync(
            200, """{"model_name":"m","outputs":[{"name":"y","shape":[2],"datatype":"FP32","data":[0.5,1]}]}""");
        await using var server = await GrpcServer.StartAsync(models => models
            .AddInferenceGraph("g", graph => graph.Sequence("root", node => node.Url(remote.Url))));
        var reply = await server.Client.CallAsync("ModelInfer", Requests.Raw("g", 1, 2));
        var output = Assert.Single(reply.Read(ModelInferResponse.Parser).Outputs);
        Assert.Equal(("y", "FP32"), (output.Name, output.Datatype));
        Assert.Equal(
            """{"id":"7","inputs":[{"name":"x","shape":[2],"datatype":"INT32","data":[1,2]}]}""",
            Assert.Single(remote.Requests).Body);
    }

    [Fact]
    public async Task Control_MetadataReadinessAndStatistics_AsOfAModel()
    {
        await using var server = await KServeServer.StartAsync(AddEcho);
        var (_, metadata) = await server.GetAsync("/v2/models/g");
        Assert.Contains("\"platform\":\"kserve_inference_graph\"", metadata, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, """{"name":"g","ready":true}"""), await server.GetAsync("/v2/models/g/ready"));
        Assert.Equal((HttpStatusCode.OK, """{"name":"g","ready":true}"""), await server.GetAsync("/graphs/g"));
        _ = await server.PostAsync("/graphs/g", """{"instances":[1]}""");
        _ = await server.PostAsync("/graphs/fails", """{"instances":[1]}""");
        var (_, statistics) = await server.GetAsync("/v2/models/fails/stats");
        Assert.Contains("\"fail\":{\"count\":1", statistics, StringComparison.Ordinal);
        var (_, metrics) = await server.GetAsync("/metrics");
        Assert.Contains("kserve_graph_step_duration_seconds_count{", metrics, StringComparison.Ordinal);
        Assert.Contains("step=\"one\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_ModelOfAStepIsMissing_NothingIsReady()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models.AddInferenceGraph(
                "g", static graph => graph.Sequence("root", static node => node.Service("nowhere"))),
            waitReady: false);
        await server.Services.GetRequiredService<ServerHealth>().Started;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/v2/models/g/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/graphs/g")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task Routes_WhatIsNoGraph_IsRefused()
    {
        await using var server = await KServeServer.StartAsync(static models => models
            .AddPredictor<EchoPredictor>("echo"));
        Assert.Equal(
            (HttpStatusCode.NotFound, """{"error":"Graph with name echo does not exist."}"""),
            await server.PostAsync("/graphs/echo", "{}"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync("/graphs/none", "{}")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.PostAsync("/", "{}")).Status);
        Assert.Equal((HttpStatusCode.OK, """{"status":"alive"}"""), await server.GetAsync("/"));
    }

    [Fact]
    public async Task Routes_PageOfABrowserSendsText_IsRefused()
    {
        await using var server = await KServeServer.StartAsync(AddEcho);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphs/g")
        {
            Content = new StringContent("{}"),
            Headers = { { "Origin", "https://elsewhere.example" } },
        };
        using var response = await server.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Infer_LastStepIsADecoupledModel_StreamsAsItDoes()
    {
        await using var server = await KServeServer.StartAsync(static models => models
            .AddPredictor<ChunkPredictor>("chunks")
            .AddInferenceGraph("g", static graph => graph.Sequence("root", static node => node.Service("chunks"))));
        using var content = new StringContent("""{"instances":[3]}""");
        using var response = await server.PostAsync("/graphs/g", content);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("chunk 0\nchunk 1\nchunk 2\n", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            (HttpStatusCode.BadRequest, """{"error":"the count must not be negative"}"""),
            await server.PostAsync("/graphs/g", """{"instances":[-1]}"""));
    }

    [Fact]
    public async Task Infer_NestedGraphEndsInADecoupledModel_StreamsThroughBoth()
    {
        await using var server = await KServeServer.StartAsync(static models => models
            .AddPredictor<ChunkPredictor>("chunks")
            .AddInferenceGraph("inner", static graph => graph.Sequence("root", static node => node.Service("chunks")))
            .AddInferenceGraph("outer", static graph => graph.Sequence("root", static node => node.Service("inner"))));
        using var content = new StringContent("""{"instances":[3]}""");
        using var response = await server.PostAsync("/graphs/outer", content);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("chunk 0\nchunk 1\nchunk 2\n", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(
            (HttpStatusCode.BadRequest, """{"error":"the count must not be negative"}"""),
            await server.PostAsync("/graphs/outer", """{"instances":[-1]}"""));
    }

    [Theory]
    [InlineData("inner")]
    [InlineData("outer")]
    public async Task ModelStreamInfer_EndsInADecoupledModel_EveryResponseIsAMessage(string graph)
    {
        await using var server = await GrpcServer.StartAsync(static models => models
            .AddPredictor<Grpc.RepeatPredictor>("repeat")
            .AddInferenceGraph("inner", static graph => graph.Sequence("root", static node => node.Service("repeat")))
            .AddInferenceGraph("outer", static graph => graph.Sequence("root", static node => node.Service("inner"))));
        using var stream = await GrpcStream.OpenAsync(server.Client);
        await stream.SendAsync(Requests.Raw(graph, 1, 2, 3));
        for (var i = 0; i < 3; i++)
        {
            var message = await stream.ReadAsync();
            Assert.Equal(("", graph), (message.ErrorMessage, message.InferResponse.ModelName));
        }

        stream.Complete();
        Assert.Equal(0, (await stream.ReadEndAsync()).Status);
    }

    [Fact]
    public async Task ModelStreamInfer_StepFails_IsAnErrorMessage()
    {
        await using var server = await GrpcServer.StartAsync(static models => models
            .AddPredictor("throws", static _ => new ThrowingPredictor(new InvalidOperationException("secret")))
            .AddInferenceGraph("g", static graph => graph.Sequence("root", static node => node.Service("throws"))));
        server.Server.ExpectsErrors = true;
        using var stream = await GrpcStream.OpenAsync(server.Client);
        await stream.SendAsync(Requests.Raw("g", 3));
        Assert.StartsWith(
            "A step of the graph answered with status 500", (await stream.ReadAsync()).ErrorMessage, StringComparison.Ordinal);
        stream.Complete();
    }

    [Fact]
    public async Task Infer_LimitsOfTheProtocols_HoldForSteps()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models
                .AddPredictor<EchoPredictor>("echo")
                .AddInferenceGraph("g", static graph => graph.Sequence("root", static node => node.Service("echo"))),
            static http => http.Limits = http.Limits with { MaxInputs = 1 });
        const string Two = """
            {"inputs":[{"name":"a","shape":[1],"datatype":"INT32","data":[1]},
            {"name":"b","shape":[1],"datatype":"INT32","data":[1]}]}
            """;
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("/v2/models/echo/infer", Two)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("/graphs/g", Two)).Status);
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 1, 13)]
    public async Task ModelInfer_AnswerOfAServiceElsewhere_IsReadWithinLimits(int inputs, int outputs, int status)
    {
        await using var remote = await RemoteService.StartAsync(200, """
            {"outputs":[{"name":"y","shape":[1],"datatype":"FP32","data":[1]},
            {"name":"z","shape":[1],"datatype":"FP32","data":[1]}]}
            """);
        await using var server = await GrpcServer.StartAsync(
            models => models.AddInferenceGraph("g", graph => graph.Sequence("root", node => node.Url(remote.Url))),
            http: http => http.Limits = http.Limits with { MaxInputs = inputs, MaxOutputs = outputs });
        Assert.Equal(status, (await server.Client.CallAsync("ModelInfer", Requests.Raw("g", 1, 2))).Status);
    }

    [Fact]
    public async Task Infer_MoreRequestsThanAllowed_AreRefused()
    {
        var gated = new GatedPredictor();
        await using var server = await KServeServer.StartAsync(models => models
            .AddPredictor("gated", _ => gated)
            .AddInferenceGraph(
                "g",
                static graph => graph.Sequence("root", static node => node.Service("gated")),
                static model =>
                {
                    model.Options.MaxConcurrency = 1;
                    model.Options.QueueLength = 0;
                }));
        var first = server.PostAsync("/graphs/g", """{"instances":[1]}""");
        await gated.Entered;
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await server.PostAsync("/graphs/g", """{"instances":[1]}""")).Status);
        gated.Open();
        Assert.Equal(HttpStatusCode.OK, (await first).Status);
    }

    private static void AddEcho(IKServeBuilder models) => models
        .AddPredictor<EchoPredictor>("echo")
        .AddInferenceGraph("g", static graph => graph.Sequence("root", static node => node
            .Service("echo", static step => step.Named("one"))))
        .AddPredictor("broken", static _ => new EchoPredictor
        {
            OnPredict = static (_, _) => throw InferenceException.NotFound("intentional"),
        })
        .AddInferenceGraph("fails", static graph => graph.Sequence("root", static node => node.Service("broken")));
}
