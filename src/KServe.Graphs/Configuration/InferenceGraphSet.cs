namespace KServe.Graphs;

/// <summary>The graphs that code and configuration describe, as the start checks them.</summary>
internal sealed class InferenceGraphSet
{
    /// <summary>The section of the configuration whose children are graphs.</summary>
    public const string SectionName = "KServe:Graphs";

    public List<InferenceGraph> Graphs { get; } = [];

    /// <summary>Gets what the configuration has that is no graph.</summary>
    public List<string> Errors { get; } = [];
}
