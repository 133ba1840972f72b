using Microsoft.Extensions.Logging;

namespace KServe.Detectors;

internal static partial class DetectorLog
{
    [LoggerMessage(
        7101,
        LogLevel.Warning,
        "Detector {Detector} of model {ModelName} skips what does not fit its reference: {Reason}; this is said once")]
    public static partial void Skipped(ILogger logger, string detector, string modelName, string reason);

    [LoggerMessage(7102, LogLevel.Error, "Detector {Detector} of model {ModelName} failed")]
    public static partial void Failed(ILogger logger, Exception error, string detector, string modelName);

    [LoggerMessage(7103, LogLevel.Warning, "Detections of model {ModelName} could not be sent; this is said once")]
    public static partial void SinkFailed(ILogger logger, Exception? error, string modelName);
}
