using System.Net;
using KServe.Graphs;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.AspNetCore.Tests.Graphs;

/// <summary>The ten scenarios of KServe's end-to-end tests: two services, graphs of them, exact answers.</summary>
public sealed class GraphScenarioTests
{
    private const string Success = """{"predictions":[{"message":"SUCCESS"}]}""";
    private const string Error = """{"detail":"Intentional 404 code"}""";
    private const string Input = """{"instances":[[6.8,2.8,4.8,1.4],[6.0,3.4,4.5,1.6]]}""";

    private const string NoMatch =
        """{"error":"Failed to process request","cause":"None of the routes matched with the switch condition"}""";

    [Fact]
    public Task Scenario1_SequenceEndsWithSoftError_TheLastStepDecides() => RunAsync(
        static (graph, success, error) => graph.Sequence("root", node => node.Url(success).Url(error)),
        Input,
        404,
        Error);

    [Fact]
    public Task Scenario2_SequenceBeginsWithSoftError_TheLastStepDecides() => RunAsync(
        static (graph, success, error) => graph.Sequence("root", node => node.Url(error).Url(success)),
        Input,
        200,
        Success);

    [Fact]
    public Task Scenario3_SequenceBeginsWithHardError_ItEnds() => RunAsync(
        static (graph, success, error) => graph.Sequence("root", node => node
            .Url(error, static step => step.Hard())
            .Url(success)),
        Input,
        404,
        Error);

    [Theory]
    [InlineData("ERROR", 404, Error)]
    [InlineData("SUCCESS", 200, Success)]
    [InlineData("NO_MATCH", 404, NoMatch)]
    public Task Scenario4_Switch_TheStepOfTheCondition(string picker, int status, string body) => RunAsync(
        static (graph, success, error) => graph.Switch("root", node => node
            .Url(error, static step => step.Named("rootStep1").When("[@this].#(decision_picker==ERROR)"))
            .Url(success, static step => step.Named("rootStep2").When("[@this].#(decision_picker==SUCCESS)"))),
        Picker(picker),
        status,
        body);

    [Theory]
    [InlineData(GraphDependency.Soft, 200, Success)]
    [InlineData(GraphDependency.Hard, 404, Error)]
    public Task Scenario5And6_SwitchInASequence_TheDependencyDecides(
        GraphDependency dependency, int status, string body) => RunAsync(
        (graph, success, error) => graph
            .Sequence("root", node => node
                .Node("node1", step => Depend(step, dependency))
                .Url(success))
            .Switch("node1", node => node
                .Url(error, static step => step.When("[@this].#(decision_picker==ERROR)"))),
        Picker("ERROR"),
        status,
        body);

    [Fact]
    public Task Scenario7_EnsembleOfSoftSteps_AllAnswers() => RunAsync(
        static (graph, success, error) => graph.Ensemble("root", node => node
            .Url(success, static step => step.Named("rootStep1"))
            .Url(error, static step => step.Named("rootStep2"))),
        Input,
        200,
        $$"""{"rootStep1":{{Success}},"rootStep2":{{Error}}}""");

    [Fact]
    public Task Scenario8_EnsembleWithAHardError_TheErrorAlone() => RunAsync(
        static (graph, success, error) => graph.Ensemble("root", node => node
            .Url(error, static step => step.Named("rootStep1").Hard())
            .Url(success, static step => step.Named("rootStep2"))
            .Url(success, static step => step.Named("rootStep3"))),
        Input,
        404,
        Error);

    [Theory]
    [InlineData(GraphDependency.Soft, 200, Success)]
    [InlineData(GraphDependency.Hard, 404, Error)]
    public Task Scenario9And10_SplitterInASequence_TheDependencyDecides(
        GraphDependency dependency, int status, string body) => RunAsync(
        (graph, success, error) => graph
            .Sequence("root", node => node
                .Node("node1", step => Depend(step, dependency))
                .Url(success))
            .Splitter("node1", node => node.Url(error, step => Depend(step, dependency).Weight(100))),
        Input,
        status,
        body);

    private static string Picker(string value) => $$$"""{"decision_picker":"{{{value}}}","key1":{"name":"abc"}}""";

    private static GraphStepBuilder Depend(GraphStepBuilder step, GraphDependency dependency) =>
        dependency == GraphDependency.Hard ? step.Hard() : step;

    /// <summary>Calls the graph by all its addresses, which answer the same.</summary>
    private static async Task RunAsync(
        Action<InferenceGraphBuilder, Uri, Uri> configure,
        string input,
        int status,
        string body)
    {
        await using var success = await RemoteService.StartAsync(200, Success);
        await using var error = await RemoteService.StartAsync(404, Error);
        await using var server = await KServeServer.StartAsync(models => models
            .AddInferenceGraph("scenario", graph => configure(graph, success.Url, error.Url)));
        var expected = ((HttpStatusCode)status, body);
        Assert.Equal(expected, await server.PostAsync("/graphs/scenario", input));
        Assert.Equal(expected, await server.PostAsync("/v1/models/scenario:predict", input));
        Assert.Equal(expected, await server.PostAsync("/v2/models/scenario/infer", input));
        using var byHost = new HttpRequestMessage(HttpMethod.Post, server.Address)
        {
            Headers = { Host = $"scenario.localhost:{server.Address.Port}" },

            // As curl sends it.
            Content = new StringContent(input, null, "application/x-www-form-urlencoded"),
        };
        using var response = await server.Client.SendAsync(byHost, TestContext.Current.CancellationToken);
        Assert.Equal(
            expected,
            (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.All(success.Requests.Concat(error.Requests), request => Assert.Equal(input, request.Body));
    }
}
