namespace KServe.Graphs;

/// <summary>Says what a step of a Sequence is given.</summary>
public enum GraphStepData
{
    /// <summary>What the node was given: <c>$request</c>.</summary>
    Request = 0,

    /// <summary>What the step before has answered: <c>$response</c>.</summary>
    Response,
}
