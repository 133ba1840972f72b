namespace KServe.Graphs;

/// <summary>Names the meter and the activity source of this package.</summary>
public static class GraphTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "KServe.Graphs";
}
