using KServe.Graphs.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Graphs.Tests.Execution;

public sealed class LocalGraphTests
{
    private const string V2Request =
        """{"id":"7","inputs":[{"name":"x","shape":[2],"datatype":"INT64","data":[1,2]}]}""";

    [Fact]
    public async Task Run_TwoGraphsThatCallEachOther_TheInnerAnswers()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("outer", static graph => graph.Ensemble("root", static node => node
                .Service("inner", static step => step.Named("graph"))
                .Service("three", static step => step.Named("model"))))
            .AddInferenceGraph("inner", static graph => graph.Sequence("root", static node => node
                .Service("three")
                .Service("three", static step => step.OnResponse().MapPredictionsToInstances()))));
        Assert.Equal(
            (200, """{"graph":{"predictions":[9,8]},"model":{"predictions":[3,6]}}"""),
            await host.CallAsync("outer", """{"instances":[1,2]}"""));
    }

    [Fact]
    public async Task Run_InnerGraphFails_ItsStatusAndBodyAreTheSteps()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("outer", static graph => graph.Sequence("root", static node => node.Service("inner")))
            .AddInferenceGraph("inner", static graph => graph.Sequence("root", static node => node.Service("busy"))));
        Assert.Equal((503, """{"error":"intentional 1"}"""), await host.CallAsync("outer", """{"instances":[1]}"""));
    }

    [Fact]
    public async Task Run_V2Body_IsReadAndAnsweredAsV2()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("chain", static graph => graph.Sequence("root", static node => node
                .Service("three")
                .Service("three", static step => step.OnResponse()))));
        var (status, body) = await host.CallAsync("chain", V2Request);
        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"model_name":"three","model_version":"1","id":"7","outputs":[
            {"name":"y","shape":[2],"datatype":"INT64","data":[9,8]}]}
            """.ReplaceLineEndings(""),
            body);
    }

    [Fact]
    public async Task Run_NoMatchInNestedSwitch_TheSoftStepIsPassed()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("soft", static graph => graph
                .Sequence("root", static node => node.Node("choice").Service("three"))
                .Switch("choice", static node => node.Service("three", static step => step.When("never"))))
            .AddInferenceGraph("hard", static graph => graph
                .Sequence("root", static node => node.Node("choice", static step => step.Hard()).Service("three"))
                .Switch("choice", static node => node.Service("three", static step => step.When("never")))));
        Assert.Equal((200, """{"predictions":[3]}"""), await host.CallAsync("soft", """{"instances":[1]}"""));
        var (status, body) = await host.CallAsync("hard", """{"instances":[1]}""");
        Assert.Equal(404, status);
        Assert.Equal(
            """{"error":"Failed to process request","cause":"None of the routes matched with the switch condition"}""",
            body);
    }

    [Fact]
    public async Task Run_HardStepOfEnsembleFails_TheOthersAreCancelled()
    {
        var slow = new WaitingPredictor();
        await using var host = await GraphHost.StartAsync(models => Add(models)
            .AddPredictor("slow", _ => slow)
            .AddInferenceGraph("both", static graph => graph.Ensemble("root", static node => node
                .Service("busy", static step => step.Hard())
                .Service("slow"))));
        Assert.Equal(503, (await host.CallAsync("both", """{"instances":[1]}""")).Status);
    }

    [Fact]
    public async Task Run_ModelIsTooSlow_TheStepTimesOut()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddPredictor("slow", static _ => new WaitingPredictor())
            .AddInferenceGraph("late", static graph =>
            {
                graph.ServiceTimeout = TimeSpan.FromMilliseconds(20);
                graph.Sequence("root", static node => node.Service("slow", static step => step.Named("wait")));
            }));
        var (quote, late) = ("\\u0027", "did not answer within 0.02 s");
        Assert.Equal(
            (504, $$"""{"error":"Failed to process request","cause":"step {{quote}}wait{{quote}} {{late}}"}"""),
            await host.CallAsync("late", """{"instances":[1]}"""));
    }

    [Fact]
    public async Task Run_Tensors_StayTensors()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("chain", static graph => graph
                .Sequence("root", static node => node
                    .Service("three")
                    .Node("both", static step => step.OnResponse().When("outputs.#(name==\"y\").data.#(==3)")))
                .Ensemble("both", static node => node
                    .Service("three", static step => step.Named("a"))
                    .Service("busy", static step => step.Named("b"))
                    .Node("choice", static step => step.Named("c")))
                .Switch("choice", static node => node
                    .Service("three", static step => step.When("inputs.#(data.#(==100))"))
                    .Service("seven", static step => step.When("outputs.#(data.#(==3))")))));
        using var lease = host.Registry.Pin("chain");
        using var request = new InferRequest("chain", host.Pool);
        request.Inputs.Add(InferTensor.Create<long>("x", [2], 1, 2));
        using var response = await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["a.y", "b.error", "c.y"], response.Outputs.Select(static output => output.Name));
        Assert.Equal([9, 8], response.Outputs[0].AsSpan<long>().ToArray());
        Assert.Equal(["""{"error":"intentional 1"}"""], response.Outputs[1].ToStrings());
        Assert.Equal([1, 2], response.Outputs[2].AsSpan<long>().ToArray());
    }

    [Fact]
    public async Task Run_TensorsAndTheStepFails_TheCodeIsTheSteps()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("fails", static graph => graph.Sequence("root", static node => node.Service("busy"))));
        using var lease = host.Registry.Pin("fails");
        using var request = new InferRequest("fails", host.Pool);
        request.Inputs.Add(InferTensor.Create<long>("x", [1], 1));
        var error = await Assert.ThrowsAsync<InferenceException>(
            async () => await lease.Revision.InferAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(InferenceErrorCode.Unavailable, error.Code);
        Assert.Equal("A step of the graph answered with status 503: intentional 1", error.Message);
    }

    [Fact]
    public async Task IsReady_ModelThatIsMissing_TheGraphIsNot()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models)
            .AddInferenceGraph("good", static graph => graph.Sequence("root", static node => node.Service("three")))
            .AddInferenceGraph("bad", static graph => graph.Sequence("root", static node => node.Service("nowhere"))));
        Assert.True(await host.Registry.IsReadyAsync("good", "", TestContext.Current.CancellationToken));
        Assert.False(await host.Registry.IsReadyAsync("bad", "", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_CircleThatTheStartCannotSee_IsStopped()
    {
        await using var host = await GraphHost.StartAsync(static models => Add(models).AddPredictor(
            "circle",
            static services => InferenceGraphs.CreatePredictor(
                services,
                new InferenceGraphBuilder("circle")
                    .Sequence("root", static node => node.Service("circle"))
                    .Build())));
        Assert.Equal(
            (500, """{"error":"More than 8 graphs call each other."}"""),
            await host.CallAsync("circle", """{"instances":[1]}"""));
        Assert.True(await host.Registry.IsReadyAsync("circle", "", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_Splitter_TenThousandRequestsExactlyByWeight()
    {
        var (blue, green) = (new AnswerPredictor(1), new AnswerPredictor(3));
        await using var host = await GraphHost.StartAsync(models => models
            .AddPredictor("blue", _ => blue)
            .AddPredictor("green", _ => green)
            .AddInferenceGraph("split", static graph => graph.Splitter("root", static node => node
                .Service("blue", static step => step.Weight(87))
                .Service("green", static step => step.Weight(13)))));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000),
            TestContext.Current.CancellationToken,
            async (_, _) => Assert.Equal(200, (await host.CallAsync("split", """{"instances":[1]}""")).Status));
        Assert.Equal((8_700, 1_300), (blue.Calls, green.Calls));
    }

    private static IKServeBuilder Add(IKServeBuilder models) => models
        .AddPredictor("three", static _ => new AnswerPredictor(3))
        .AddPredictor("seven", static _ => new AnswerPredictor(7))
        .AddPredictor("busy", static _ => new AnswerPredictor(1, InferenceErrorCode.Unavailable));
}
