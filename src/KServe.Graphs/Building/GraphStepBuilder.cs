namespace KServe.Graphs;

/// <summary>Says more about one step than its target.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class GraphStepBuilder
{
    internal GraphStepBuilder(GraphStep step) => Step = step;

    internal GraphStep Step { get; private set; }

    /// <summary>Names the step; the name is the key of its answer in an Ensemble.</summary>
    /// <param name="name">The name, unique in the node.</param>
    /// <returns>This builder.</returns>
    public GraphStepBuilder Named(string name) => Set(Step with { Name = name });

    /// <summary>Gives the step's share of the requests of a Splitter.</summary>
    /// <param name="percent">From 0 to 100; those of a node make 100.</param>
    /// <returns>This builder.</returns>
    public GraphStepBuilder Weight(int percent) => Set(Step with { Weight = percent });

    /// <summary>Sets the condition of a step of a Switch or a Sequence.</summary>
    /// <param name="condition">A path in GJSON that has to find something.</param>
    /// <returns>This builder.</returns>
    public GraphStepBuilder When(string condition) => Set(Step with { Condition = condition });

    /// <summary>Ends the node when the step fails.</summary>
    /// <returns>This builder.</returns>
    public GraphStepBuilder Hard() => Set(Step with { Dependency = GraphDependency.Hard });

    /// <summary>Gives the step of a Sequence what the step before has answered.</summary>
    /// <returns>This builder.</returns>
    public GraphStepBuilder OnResponse() => Set(Step with { Data = GraphStepData.Response });

    /// <summary>Makes <c>instances</c> of the <c>predictions</c> that the step of a Sequence is given.</summary>
    /// <returns>This builder.</returns>
    public GraphStepBuilder MapPredictionsToInstances() => Set(Step with { MapPredictionsToInstances = true });

    private GraphStepBuilder Set(GraphStep step)
    {
        Step = step;
        return this;
    }
}
