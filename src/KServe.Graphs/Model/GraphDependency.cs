namespace KServe.Graphs;

/// <summary>Says what becomes of a node when a step fails.</summary>
public enum GraphDependency
{
    /// <summary>The node goes on; the answer of a failed step is an answer like any other.</summary>
    Soft = 0,

    /// <summary>The node ends, and the answer of the failed step is the node's.</summary>
    Hard,
}
