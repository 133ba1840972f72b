using System.Text;
using System.Text.Json.Nodes;
using KServe.Graphs.Tests.Fakes;
using KServe.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Graphs.Tests.Execution;

public sealed class RandomGraphTests
{
    private static readonly string[] Services = ["one", "three", "seven", "missing", "busy", "wrong"];

    [Fact]
    public async Task Run_RandomGraphs_AnswerAsTheRecursiveModel()
    {
        await using var host = await StartAsync();
        var random = new Random(22);
        var graphs = new RandomGraphs(random, Services);
        Dictionary<int, int> statuses = [];
        for (var i = 0; i < 400; i++)
        {
            var graph = graphs.Next();
            Assert.Empty(InferenceGraphValidator.Validate(graph));
            var body = $$"""{"instances":[{{random.Next(10)}},{{random.Next(10)}}]}""";
            var model = new RecursiveModel(
                graph, (service, input) => Task.FromResult(CallService(host, service, input)));
            var expected = await model.RunAsync(body);
            await using var predictor = InferenceGraphs.CreatePredictor(host.Services, graph);
            var actual = await host.CallAsync(predictor.PredictAsync, body);
            Assert.Equal(expected.Status, actual.Status);
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(expected.Body), JsonNode.Parse(actual.Body)),
                $"graph {i}: expected {expected.Body}, got {actual.Body}");
            statuses[actual.Status] = statuses.GetValueOrDefault(actual.Status) + 1;
        }

        // All kinds of ends were seen, or the graphs were too simple.
        int[] all = [200, 400, 404, 500, 503];
        Assert.All(all, status => Assert.InRange(statuses.GetValueOrDefault(status), 5, 350));
    }

    private static Task<GraphHost> StartAsync() => GraphHost.StartAsync(static models => models
        .AddPredictor("one", static _ => new AnswerPredictor(1))
        .AddPredictor("three", static _ => new AnswerPredictor(3))
        .AddPredictor("seven", static _ => new AnswerPredictor(7))
        .AddPredictor("busy", static _ => new AnswerPredictor(1, InferenceErrorCode.Unavailable))
        .AddPredictor("wrong", static _ => new AnswerPredictor(2, InferenceErrorCode.InvalidArgument)));

    /// <summary>What a service answers to a body.</summary>
    private static (int Status, string Body) CallService(GraphHost host, string service, string body)
    {
        var numbers = JsonNode.Parse(body)!["instances"] as JsonArray;
        return (service, numbers) switch
        {
            ("missing", _) => (404, """{"error":"Model with name missing does not exist."}"""),
            (_, null) => Fail(host, service, body),
            ("busy", _) => (503, """{"error":"intentional 1"}"""),
            ("wrong", _) => (400, """{"error":"intentional 2"}"""),
            _ => (200, Answer(numbers, service switch { "one" => 1, "three" => 3, _ => 7 })),
        };
    }

    private static string Answer(JsonArray numbers, int factor) =>
        $$"""{"predictions":[{{string.Join(',', numbers.Select(number => (int)number! * factor % 10))}}]}""";

    /// <summary>The text of a refused body is the codec's: only that it is refused is asked here.</summary>
    private static (int Status, string Body) Fail(GraphHost host, string service, string body)
    {
        using var lease = host.Registry.Pin(service);
        var error = Assert.Throws<InferenceException>(() => V1Json.ReadRequest(
            Encoding.UTF8.GetBytes(body), service, lease.Revision.Signature, host.Pool, ProtocolLimits.Default));
        return (400, new JsonObject { ["error"] = error.Message }.ToJsonString());
    }
}
