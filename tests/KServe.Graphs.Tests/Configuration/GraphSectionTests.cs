using KServe.Graphs.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KServe.Graphs.Tests.Configuration;

public sealed class GraphSectionTests
{
    [Fact]
    public async Task Start_GraphOfTheConfiguration_Runs()
    {
        await using var host = await GraphHost.StartAsync(
            static models => models.AddPredictor("three", static _ => new AnswerPredictor(3)),
            Settings(
                ("Graphs:chain:Nodes:root:RouterType", "sequence"),
                ("Graphs:chain:Nodes:root:Steps:0:serviceName", "three"),
                ("Graphs:chain:Nodes:root:Steps:0:dependency", "Hard"),
                ("Graphs:chain:Nodes:root:Steps:1:serviceName", "three"),
                ("Graphs:chain:Nodes:root:Steps:1:data", "$response"),
                ("Graphs:chain:Nodes:root:Steps:1:mapPredictionsToInstances", "true"),
                ("Graphs:chain:Timeout", "00:00:05")));
        Assert.Equal((200, """{"predictions":[9]}"""), await host.CallAsync("chain", """{"instances":[1]}"""));
        using var lease = host.Registry.Pin("chain");
        Assert.Equal(TimeSpan.FromSeconds(5), lease.Revision.RequestTimeout);
    }

    [Fact]
    public async Task Start_WrongSettings_AllErrorsAtOnce()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GraphHost.StartAsync(
            static models => models.AddInferenceGraph("code", static graph => graph.Sequence("root", static node => node
                .Service("conf"))),
            Settings(
                ("Graphs:conf:Nodes:root:RouterType", "Loop"),
                ("Graphs:conf:Nodes:root:Steps:0:serviceName", "code"),
                ("Graphs:conf:Nodes:root:Steps:0:weight", "much"),
                ("Graphs:conf:Nodes:root:Steps:0:speed", "1"),
                ("Graphs:conf:Timeout", "soon"))));
        Assert.Equal(
        [
            "KServe:Graphs:conf:Nodes:root:RouterType: Sequence, Splitter, Ensemble, Switch was expected, got 'Loop'.",
            "KServe:Graphs:conf:Nodes:root:Steps:0:speed: there is no such setting; a field of a step was expected.",
            "KServe:Graphs:conf:Nodes:root:Steps:0:weight: an integer was expected, got 'much'.",
            "KServe:Graphs:conf:Timeout: a time like 00:00:30 was expected, got 'soon'.",
            "InferenceGraph 'code': the graph calls itself, directly or through others.",
            "InferenceGraph 'conf': the graph calls itself, directly or through others.",
        ], error.Failures.OrderBy(static text => text[0] == 'I').ThenBy(static text => text, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_WrongRouterOptions_AllErrorsAtOnce()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => GraphHost.StartAsync(
            static _ => { },
            Settings(
                ("GraphRouter:PropagateHeaders:0", "("),
                ("GraphRouter:PropagateHeaders:1", "(a)\\1"),
                ("GraphRouter:ServiceUrls:x", "file:///x"),
                ("GraphRouter:MaxNestedGraphs", "0"),
                ("GraphRouter:ConnectTimeout", "00:00:00"))));
        Assert.Equal(5, error.Failures.Count());
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(params (string Key, string Value)[] settings) =>
        settings.Select(static setting => KeyValuePair.Create($"KServe:{setting.Key}", (string?)setting.Value));
}
