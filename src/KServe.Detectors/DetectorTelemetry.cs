namespace KServe.Detectors;

/// <summary>Names the meter of this package.</summary>
public static class DetectorTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "KServe.Detectors";
}
