namespace KServe.Runtime.OnnxRuntime;

/// <summary>Names how far a graph is rewritten before it runs.</summary>
public enum OnnxGraphOptimization
{
    /// <summary>The graph stays as it is.</summary>
    Disable,

    /// <summary>Constants are folded and redundant nodes removed.</summary>
    Basic,

    /// <summary>Nodes are fused as well.</summary>
    Extended,

    /// <summary>The memory layout is changed as well.</summary>
    All,
}
