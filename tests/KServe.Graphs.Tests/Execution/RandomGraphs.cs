namespace KServe.Graphs.Tests.Execution;

/// <summary>Makes valid graphs over a few services by chance.</summary>
internal sealed class RandomGraphs(Random random, string[] services)
{
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);

    public InferenceGraph Next()
    {
        _nodes.Clear();
        AddNode(InferenceGraph.RootNode, depth: 0);
        return new InferenceGraph { Name = "g", Nodes = _nodes.ToDictionary(StringComparer.Ordinal) };
    }

    private void AddNode(string name, int depth)
    {
        var type = (GraphRouterType)random.Next(4);
        var steps = new GraphStep[random.Next(1, 5)];
        var left = 100;
        for (var i = 0; i < steps.Length; i++)
        {
            var weight = i == steps.Length - 1 ? left : random.Next(left + 1);
            left -= weight;
            steps[i] = CreateStep(type, i, depth) with { Weight = weight };
        }

        _nodes[name] = new GraphNode { RouterType = type, Steps = steps };
    }

    private GraphStep CreateStep(GraphRouterType type, int index, int depth)
    {
        var step = new GraphStep
        {
            Name = random.Next(2) == 0 ? $"s{index}" : null,
            Data = (GraphStepData)random.Next(2),
            MapPredictionsToInstances = random.Next(3) > 0,
            Dependency = (GraphDependency)random.Next(2),
            Condition = random.Next(type == GraphRouterType.Switch ? 8 : 3) > 0 == (type == GraphRouterType.Switch)
                ? $"{(random.Next(2) == 0 ? "instances" : "predictions")}.#(>{random.Next(10)})"
                : null,
        };
        if (depth >= 3 || random.Next(3) > 0)
        {
            return step with { ServiceName = services[random.Next(services.Length)] };
        }

        var node = $"n{_nodes.Count}-{random.Next()}";
        AddNode(node, depth + 1);
        return step with { NodeName = node };
    }
}
