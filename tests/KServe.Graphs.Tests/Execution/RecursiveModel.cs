using System.Globalization;
using System.Text.Json.Nodes;

namespace KServe.Graphs.Tests.Execution;

/// <summary>What a graph answers, written down as simply as can be; a service is a function.</summary>
internal sealed class RecursiveModel(InferenceGraph graph, Func<string, string, Task<(int Status, string Body)>> call)
{
    private static readonly (int, string) Invalid =
        (500, """{"error":"Failed to process request","cause":"invalid response"}""");

    private static readonly (int, string) NoMatch = (404,
        """{"error":"Failed to process request","cause":"None of the routes matched with the switch condition"}""");

    public Task<(int Status, string Body)> RunAsync(string body) => NodeAsync("root", body);

    private async Task<(int Status, string Body)> NodeAsync(string name, string input)
    {
        var node = graph.Nodes[name];
        switch (node.RouterType)
        {
            case GraphRouterType.Sequence:
                return await SequenceAsync(node, input);
            case GraphRouterType.Splitter:
                // The first of many requests goes to the heaviest step.
                return await StepAsync(node.Steps.MaxBy(static step => step.Weight)!, input);
            case GraphRouterType.Switch:
                var chosen = node.Steps.FirstOrDefault(
                    step => step.Condition is not null && IsMet(step.Condition, input));
                return chosen is null ? NoMatch : await StepAsync(chosen, input);
            default:
                return await EnsembleAsync(node, input);
        }
    }

    private Task<(int Status, string Body)> StepAsync(GraphStep step, string input) =>
        step.NodeName is { } node ? NodeAsync(node, input) : call(step.ServiceName!, input);

    private async Task<(int Status, string Body)> SequenceAsync(GraphNode node, string input)
    {
        (int Status, string Body)? last = null;
        foreach (var step in node.Steps)
        {
            if (step.Condition is not null && last is null)
            {
                return Invalid;
            }

            if (step.Condition is not null && !IsMet(step.Condition, last!.Value.Body))
            {
                return (200, last.Value.Body);
            }

            var request = step.Data == GraphStepData.Response ? last?.Body ?? input : input;
            last = await StepAsync(step, step.MapPredictionsToInstances ? Map(request) : request);
            if (step.Dependency == GraphDependency.Hard && last.Value.Status != 200)
            {
                break;
            }
        }

        return last!.Value;
    }

    private async Task<(int Status, string Body)> EnsembleAsync(GraphNode node, string input)
    {
        var merged = new JsonObject();
        for (var i = 0; i < node.Steps.Count; i++)
        {
            var (status, body) = await StepAsync(node.Steps[i], input);
            if (node.Steps[i].Dependency == GraphDependency.Hard && status != 200)
            {
                return (status, body);
            }

            merged[node.Steps[i].Name ?? i.ToString(CultureInfo.InvariantCulture)] = JsonNode.Parse(body);
        }

        return (200, merged.ToJsonString());
    }

    private static string Map(string body)
    {
        var predictions = JsonNode.Parse(body)!["predictions"] as JsonArray;
        return predictions is { Count: > 0 } ? $$"""{"instances":{{predictions.ToJsonString()}}}""" : body;
    }

    /// <summary>Understands <c>name.#(&gt;number)</c>.</summary>
    private static bool IsMet(string condition, string body)
    {
        var parts = condition.Split(".#(>", 2);
        var limit = int.Parse(parts[1].TrimEnd(')'), CultureInfo.InvariantCulture);
        return JsonNode.Parse(body)![parts[0]] is JsonArray numbers && numbers.Any(number => (int)number! > limit);
    }
}
