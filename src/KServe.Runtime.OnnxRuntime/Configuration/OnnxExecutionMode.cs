namespace KServe.Runtime.OnnxRuntime;

/// <summary>Names whether independent nodes of a graph run at the same time.</summary>
public enum OnnxExecutionMode
{
    /// <summary>One node after the other; each may use all threads.</summary>
    Sequential,

    /// <summary>Independent nodes run at the same time.</summary>
    Parallel,
}
