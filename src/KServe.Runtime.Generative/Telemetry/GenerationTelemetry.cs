namespace KServe.Runtime.Generative.Telemetry;

/// <summary>The names under which the package reports.</summary>
internal static class GenerationTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "KServe.Runtime.Generative";
}
