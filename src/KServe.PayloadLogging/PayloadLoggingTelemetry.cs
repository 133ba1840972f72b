namespace KServe.PayloadLogging;

/// <summary>Names the meter of this package.</summary>
public static class PayloadLoggingTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "KServe.PayloadLogging";
}
