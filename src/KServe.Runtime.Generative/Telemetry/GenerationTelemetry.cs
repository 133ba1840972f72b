namespace KServe.Runtime.Generative.Telemetry;

/// <summary>The names under which the package reports.</summary>
internal static class GenerationTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "KServe.Runtime.Generative";
}
