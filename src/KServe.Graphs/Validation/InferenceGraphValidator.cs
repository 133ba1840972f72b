using System.Text.RegularExpressions;

namespace KServe.Graphs;

/// <summary>Checks graphs and reports all errors of one at once.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public static partial class InferenceGraphValidator
{
    /// <summary>The most nodes of a graph.</summary>
    public const int MaxNodes = 256;

    /// <summary>The most steps of a node.</summary>
    public const int MaxSteps = 64;

    /// <summary>The most nodes on the way from the root to a service.</summary>
    public const int MaxDepth = 16;

    /// <summary>The most calls of services that one request can lead to.</summary>
    public const int MaxCalls = 1024;

    /// <summary>Says what is wrong with a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>All errors, each of which names node and step; none when the graph can run.</returns>
    /// <exception cref="ArgumentNullException">The graph is <see langword="null"/>.</exception>
    public static IReadOnlyList<string> Validate(InferenceGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        List<string> errors = [];
        var name = $"InferenceGraph '{graph.Name}'";
        if (ModelNames.GetError(graph.Name) is { } nameError)
        {
            errors.Add($"{name}: {nameError}.");
        }
        else if (!GraphName().IsMatch(graph.Name))
        {
            errors.Add($"{name}: a name of lower case letters, digits and '-' was expected, from letter to letter or "
                + "digit, like 'my-graph'.");
        }

        RequirePositive(errors, $"{name}: timeout", graph.Timeout);
        RequirePositive(errors, $"{name}: routerTimeouts.serviceClient", graph.ServiceTimeout);
        if (graph.Nodes.Count > MaxNodes)
        {
            errors.Add($"{name}: at most {MaxNodes} nodes were expected, got {graph.Nodes.Count}.");
            return errors;
        }

        if (!graph.Nodes.ContainsKey(InferenceGraph.RootNode))
        {
            errors.Add($"{name}: a node '{InferenceGraph.RootNode}' is missing; requests enter there.");
        }

        foreach (var (nodeName, node) in graph.Nodes)
        {
            ValidateNode(errors, graph, $"{name}, node '{nodeName}'", node);
        }

        GraphShape.Validate(errors, graph, name);
        return errors;
    }

    private static void ValidateNode(List<string> errors, InferenceGraph graph, string key, GraphNode node)
    {
        if (!Enum.IsDefined(node.RouterType))
        {
            errors.Add($"{key}: routerType must be Sequence, Splitter, Ensemble or Switch.");
        }

        if (node.Steps.Count is 0 or > MaxSteps)
        {
            errors.Add($"{key}: from 1 to {MaxSteps} steps were expected, got {node.Steps.Count}.");
            return;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < node.Steps.Count; i++)
        {
            var step = node.Steps[i];
            var stepKey = step.Name is { Length: > 0 } ? $"{key}, step {i} ('{step.Name}')" : $"{key}, step {i}";
            ValidateStep(errors, graph, stepKey, step);

            // A step without name goes by its index in an Ensemble.
            var isNamed = step.Name is { Length: > 0 };
            if ((isNamed || node.RouterType == GraphRouterType.Ensemble)
                && !names.Add(isNamed ? step.Name! : i.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            {
                errors.Add($"{stepKey}: another step of the node has the same name.");
            }
        }

        if (node.RouterType == GraphRouterType.Splitter)
        {
            ValidateWeights(errors, key, node);
        }
    }

    private static void ValidateStep(List<string> errors, InferenceGraph graph, string key, GraphStep step)
    {
        ValidateTarget(errors, graph, key, step);
        if (step.Name is { Length: > ModelNames.MaxLength } || (step.Name?.Any(char.IsControl) ?? false))
        {
            errors.Add($"{key}: a name of at most {ModelNames.MaxLength} characters without control characters was "
                + "expected.");
        }

        if (!Enum.IsDefined(step.Data))
        {
            errors.Add($"{key}: data must be $request or $response.");
        }

        if (!Enum.IsDefined(step.Dependency))
        {
            errors.Add($"{key}: dependency must be Soft or Hard.");
        }

        if (step.Condition is { Length: > 0 } condition
            && !GraphCondition.TryParse(condition, out _, out var conditionError))
        {
            errors.Add($"{key}: condition '{condition}': {conditionError}.");
        }
    }

    private static void ValidateTarget(List<string> errors, InferenceGraph graph, string key, GraphStep step)
    {
        var targets = (ReadOnlySpan<string?>)[step.NodeName, step.ServiceName, step.ServiceUrl];
        var count = 0;
        foreach (var target in targets)
        {
            count += string.IsNullOrEmpty(target) ? 0 : 1;
        }

        if (count != 1)
        {
            errors.Add(count == 0
                ? $"{key}: one of nodeName, serviceName and serviceUrl is missing."
                : $"{key}: only one of nodeName, serviceName and serviceUrl was expected.");
        }

        if (step.NodeName is { Length: > 0 } node && !graph.Nodes.ContainsKey(node))
        {
            errors.Add($"{key}: there is no node '{node}'.");
        }

        if (step.ServiceName is { Length: > 0 } service && ModelNames.GetError(service) is { } error)
        {
            errors.Add($"{key}: serviceName: {error}.");
        }

        if (step.ServiceUrl is { Length: > 0 } url && ServiceUrls.GetError(url) is { } urlError)
        {
            errors.Add($"{key}: serviceUrl: {urlError}.");
        }
    }

    private static void ValidateWeights(List<string> errors, string key, GraphNode node)
    {
        long sum = 0;
        for (var i = 0; i < node.Steps.Count; i++)
        {
            var weight = node.Steps[i].Weight;
            if (weight is null or < 0 or > 100)
            {
                errors.Add($"{key}, step {i}: a weight from 0 to 100 was expected"
                    + (weight is null ? ", it is missing." : $", got {weight}."));
                return;
            }

            sum += weight.Value;
        }

        if (sum != 100)
        {
            errors.Add($"{key}: the weights of a Splitter must make 100, got {sum}.");
        }
    }

    private static void RequirePositive(List<string> errors, string key, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(24))
        {
            errors.Add($"{key} must be more than zero and at most 24 days, got {value}.");
        }
    }

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GraphName();
}
