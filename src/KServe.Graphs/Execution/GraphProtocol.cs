namespace KServe.Graphs;

/// <summary>Names the protocol by which a body came in.</summary>
public enum GraphProtocol
{
    /// <summary>Not known: bodies tell it themselves.</summary>
    Unknown = 0,

    /// <summary>V1: <c>instances</c> and <c>predictions</c>.</summary>
    V1,

    /// <summary>The Open Inference Protocol: <c>inputs</c> and <c>outputs</c>.</summary>
    V2,
}
