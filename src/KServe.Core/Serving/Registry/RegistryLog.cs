using Microsoft.Extensions.Logging;

namespace KServe;

internal static partial class RegistryLog
{
    [LoggerMessage(1101, LogLevel.Information, "Model {ModelName} version {ModelVersion} is ready")]
    public static partial void Loaded(ILogger logger, string modelName, string modelVersion);

    [LoggerMessage(1102, LogLevel.Error, "Model {ModelName} version {ModelVersion} failed to load")]
    public static partial void LoadFailed(ILogger logger, Exception error, string modelName, string modelVersion);

    [LoggerMessage(1103, LogLevel.Information, "Model {ModelName} was unloaded")]
    public static partial void Unloaded(ILogger logger, string modelName);

    [LoggerMessage(
        1104,
        LogLevel.Information,
        "Model {ModelName} version {ModelVersion} is served by runtime {RuntimeName} as {Format}")]
    public static partial void RuntimeSelected(
        ILogger logger, string modelName, string modelVersion, string runtimeName, string format);

    [LoggerMessage(1105, LogLevel.Debug, "Model {ModelName}: {BytesDone} of {BytesTotal} bytes are here")]
    public static partial void Downloading(ILogger logger, string modelName, long bytesDone, long? bytesTotal);

    [LoggerMessage(1107, LogLevel.Warning, "Models still had running requests {Timeout} after the stop")]
    public static partial void DisposeTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(1106, LogLevel.Information, "The server is draining: not ready, but still answering for {Delay}")]
    public static partial void Draining(ILogger logger, TimeSpan delay);

    [LoggerMessage(1108, LogLevel.Error, "A handler of changes of model {ModelName} failed")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string modelName);
}
