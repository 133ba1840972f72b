namespace KServe.Graphs;

/// <summary>The kinds of a path's components.</summary>
internal enum ConditionStepKind
{
    /// <summary>A key of an object or an index of an array.</summary>
    Key,

    /// <summary>The first key of an object that a pattern matches.</summary>
    Wildcard,

    /// <summary><c>#</c>: the length of an array.</summary>
    Length,

    /// <summary><c>#.rest</c>: the rest of the path for each element.</summary>
    Map,

    /// <summary><c>#(...)</c>: the first element that passes a test.</summary>
    First,

    /// <summary><c>#(...)#</c>: all elements that pass a test.</summary>
    All,

    /// <summary><c>[a,b]</c>: an array of what several paths find.</summary>
    Select,
}
