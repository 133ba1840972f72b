using Microsoft.Extensions.Logging;

namespace KServe;

internal static partial class PipelineLog
{
    [LoggerMessage(1001, LogLevel.Error, "Model {ModelName} version {ModelVersion} failed to answer a request")]
    public static partial void PredictorFailed(ILogger logger, Exception error, string modelName, string modelVersion);

    [LoggerMessage(1002, LogLevel.Error, "A part of model {ModelName} version {ModelVersion} failed to dispose")]
    public static partial void DisposeFailed(ILogger logger, Exception error, string modelName, string modelVersion);

    [LoggerMessage(1011, LogLevel.Warning, "Model {ModelName} version {ModelVersion} had too little memory")]
    public static partial void OutOfMemory(ILogger logger, string modelName, string modelVersion);

    [LoggerMessage(
        1010,
        LogLevel.Error,
        "An observer of model {ModelName} version {ModelVersion} failed; its further failures are not logged")]
    public static partial void ObserverFailed(ILogger logger, Exception error, string modelName, string modelVersion);
}
