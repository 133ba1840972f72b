using Microsoft.Extensions.Options;

namespace KServe.Graphs;

/// <summary>Checks all graphs and reports every error at once.</summary>
internal sealed class InferenceGraphSetValidator : IValidateOptions<InferenceGraphSet>
{
    public ValidateOptionsResult Validate(string? name, InferenceGraphSet options)
    {
        List<string> errors = [.. options.Errors];
        foreach (var graph in options.Graphs)
        {
            errors.AddRange(InferenceGraphValidator.Validate(graph));
        }

        ValidateCalls(errors, options.Graphs);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>Refuses graphs that call each other in a circle.</summary>
    private static void ValidateCalls(List<string> errors, List<InferenceGraph> graphs)
    {
        var calls = graphs
            .GroupBy(static graph => graph.Name, StringComparer.Ordinal)
            .ToDictionary(
                static group => group.Key,
                static group => group.SelectMany(GetServices).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
        foreach (var name in calls.Keys)
        {
            HashSet<string> reached = new(StringComparer.Ordinal);
            var open = new Stack<string>(calls[name]);
            while (open.TryPop(out var next))
            {
                if (calls.TryGetValue(next, out var further) && reached.Add(next))
                {
                    foreach (var service in further)
                    {
                        open.Push(service);
                    }
                }
            }

            if (reached.Contains(name))
            {
                errors.Add($"InferenceGraph '{name}': the graph calls itself, directly or through others.");
            }
        }
    }

    private static IEnumerable<string> GetServices(InferenceGraph graph) =>
        graph.Nodes.Values.SelectMany(static node => node.Steps)
            .Where(static step => !string.IsNullOrEmpty(step.ServiceName))
            .Select(static step => step.ServiceName!);
}
