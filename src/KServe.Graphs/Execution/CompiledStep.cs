using System.Globalization;

namespace KServe.Graphs;

/// <summary>A step that is ready to run.</summary>
internal sealed class CompiledStep
{
    public CompiledStep(GraphStep step, int index)
    {
        Key = step.Name is { Length: > 0 } name ? name : index.ToString(CultureInfo.InvariantCulture);
        IsHard = step.Dependency == GraphDependency.Hard;
        UsesResponse = step.Data == GraphStepData.Response;
        MapsPredictions = step.MapPredictionsToInstances;
        Weight = step.Weight ?? 0;
        if (step.Condition is { Length: > 0 } text)
        {
            Condition = GraphCondition.TryParse(text, out var condition, out var error)
                ? condition
                : throw new ArgumentException(error, nameof(step));
        }
    }

    /// <summary>Gets the name, or the index of a step without one.</summary>
    public string Key { get; }

    public bool IsHard { get; }

    public bool UsesResponse { get; }

    public bool MapsPredictions { get; }

    public int Weight { get; }

    public GraphCondition? Condition { get; }

    /// <summary>Gets the node that is called, or null.</summary>
    public CompiledNode? Node { get; init; }

    /// <summary>Gets the local model that is called, or null.</summary>
    public string? Service { get; init; }

    /// <summary>Gets the URL that is called, or null.</summary>
    public Uri? Url { get; init; }
}
