namespace KServe.Graphs;

/// <summary>Names the ways in which a node calls its steps.</summary>
public enum GraphRouterType
{
    /// <summary>One step after the other; the last one answers.</summary>
    Sequence = 0,

    /// <summary>One step, chosen by weight.</summary>
    Splitter,

    /// <summary>All steps at the same time; their answers are merged.</summary>
    Ensemble,

    /// <summary>The first step whose condition finds something in the request.</summary>
    Switch,
}
