using Microsoft.Extensions.Logging;

namespace KServe.PayloadLogging;

internal static partial class PayloadLog
{
    [LoggerMessage(
        7001, LogLevel.Warning, "The payload log of model {ModelName} does not take events; this is said once")]
    public static partial void SinkFailed(ILogger logger, Exception? error, string modelName);

    [LoggerMessage(7002, LogLevel.Information, "The payload log of model {ModelName} takes events again")]
    public static partial void SinkRecovered(ILogger logger, string modelName);

    [LoggerMessage(
        7003,
        LogLevel.Warning,
        "The payload log of model {ModelName} had {Count} events left {Timeout} after its end, which are dropped")]
    public static partial void FlushTimedOut(ILogger logger, string modelName, long count, TimeSpan timeout);

    [LoggerMessage(
        7004, LogLevel.Error, "The redaction of the payload log of model {ModelName} failed for {Count} events")]
    public static partial void RedactionFailed(ILogger logger, string modelName, int count);
}
