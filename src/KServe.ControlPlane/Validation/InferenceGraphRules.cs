namespace KServe.ControlPlane;

/// <summary>The rules of InferenceGraphs.</summary>
internal static class InferenceGraphRules
{
    private static readonly string[] Targets = ["nodeName", "serviceName", "serviceUrl"];

    public static void Check(Fields spec, ValidationContext context)
    {
        var nodes = spec["nodes"];
        if (nodes.Exists && !nodes["root"].Exists)
        {
            context.Error(nodes, "a node with the name 'root' is required");
        }

        foreach (var (_, _, node) in nodes.Entries)
        {
            CheckNode(node, nodes, context);
        }

        context.CheckRange(spec["timeout"], 1, 24 * 86_400);
        context.CheckRange(spec["routerTimeouts"]["serviceClient"], 0, 24 * 86_400);
    }

    private static void CheckNode(Fields node, Fields nodes, ValidationContext context)
    {
        var isSplitter = node.GetText("routerType") == "Splitter";
        var total = 0L;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var step in node["steps"].Items)
        {
            CheckTarget(step, nodes, context);
            if (step["name"] is { Text: { } name } field && !names.Add(name))
            {
                context.Error(field, $"'{name}' names two steps of this node");
            }

            if (isSplitter && !step["weight"].Exists)
            {
                context.Error(step.Position, step.Path + ".weight", "is required in a Splitter");
            }

            context.CheckRange(step["weight"], 0, 100);
            total += step["weight"].Integer ?? 0;
        }

        if (isSplitter && total != 100)
        {
            context.Error(node["steps"], $"the weights of a Splitter must sum to 100; got {total}");
        }
    }

    private static void CheckTarget(Fields step, Fields nodes, ValidationContext context)
    {
        var count = Targets.Count(name => step[name].Exists);
        if (count != 1)
        {
            context.Error(step, $"exactly one of {string.Join(", ", Targets)} must be specified; got {count}");
        }

        if (step["nodeName"] is { Text: { } node } field && !nodes[node].Exists)
        {
            context.Error(field, $"there is no node '{node}'");
        }

        context.CheckHttpUrl(step["serviceUrl"]);
        if (step["data"] is { Text: { } data } dataField && data is not ("$request" or "$response"))
        {
            context.Error(dataField, $"must be $request or $response; got '{data}'");
        }
    }
}
