namespace KServe.Graphs;

/// <summary>Describes one step of a node.</summary>
/// <remarks>Immutable. Exactly one of node, service and URL is its target.</remarks>
public sealed record GraphStep
{
    /// <summary>Gets the name, the key of the answer in an Ensemble; none by default.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the node of the same graph that is called.</summary>
    public string? NodeName { get; init; }

    /// <summary>Gets the model of this host, or the other graph, that is called.</summary>
    /// <remarks><see cref="GraphRouterOptions.ServiceUrls"/> may say that it is somewhere else.</remarks>
    public string? ServiceName { get; init; }

    /// <summary>Gets the absolute <c>http</c> or <c>https</c> URL that requests are posted to.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Gets what the step is given; only a Sequence reads it.</summary>
    public GraphStepData Data { get; init; }

    /// <summary>Gets whether <c>predictions</c> of what the step is given become <c>instances</c>.</summary>
    /// <remarks>
    /// Only a Sequence reads it. As in KServe, nothing else of the body is left when there are predictions.
    /// </remarks>
    public bool MapPredictionsToInstances { get; init; }

    /// <summary>Gets the share of requests in percent; a Splitter needs one for each step.</summary>
    public int? Weight { get; init; }

    /// <summary>Gets the path in GJSON that has to find something.</summary>
    /// <remarks>
    /// A Switch looks into the request; a Sequence looks into the answer of the step before, and ends when nothing is
    /// found. Other nodes ignore it.
    /// </remarks>
    public string? Condition { get; init; }

    /// <summary>Gets what becomes of the node when the step fails; <see cref="GraphDependency.Soft"/> by
    /// default.</summary>
    public GraphDependency Dependency { get; init; }
}
