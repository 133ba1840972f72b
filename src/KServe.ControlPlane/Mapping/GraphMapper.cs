using KServe.Graphs;

namespace KServe.ControlPlane;

/// <summary>Turns an InferenceGraph into a graph of this process.</summary>
internal static class GraphMapper
{
    public static InferenceGraph Map(Resource resource) => new()
    {
        Name = resource.Key.Name,
        Nodes = resource.Spec["nodes"].Entries.ToDictionary(
            static entry => entry.Key, static entry => MapNode(entry.Value), StringComparer.Ordinal),
        Timeout = Seconds(resource.Spec["timeout"]),
        ServiceTimeout = Seconds(resource.Spec["routerTimeouts"]["serviceClient"]),
    };

    private static GraphNode MapNode(Fields node) => new()
    {
        RouterType = Enum.Parse<GraphRouterType>(node.GetText("routerType")!),
        Steps = [.. node["steps"].Items.Select(MapStep)],
    };

    private static GraphStep MapStep(Fields step) => new()
    {
        Name = step.GetText("name"),
        NodeName = step.GetText("nodeName"),
        ServiceName = step.GetText("serviceName"),
        ServiceUrl = step.GetText("serviceUrl"),
        Data = step.GetText("data") == "$response" ? GraphStepData.Response : GraphStepData.Request,
        MapPredictionsToInstances = step["mapPredictionsToInstances"].IsTrue,
        Weight = (int?)step["weight"].Integer,
        Condition = step.GetText("condition"),
        Dependency = step.GetText("dependency") == "Hard" ? GraphDependency.Hard : GraphDependency.Soft,
    };

    private static TimeSpan? Seconds(Fields field) =>
        field.Integer is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
