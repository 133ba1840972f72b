using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Remote;

internal static partial class RemoteLog
{
    [LoggerMessage(7100, LogLevel.Warning, "Model {ModelName}: a call to {Endpoint} failed: {Reason}")]
    public static partial void CallFailed(ILogger logger, string modelName, string endpoint, string reason);

    [LoggerMessage(
        7101, LogLevel.Warning, "Model {ModelName}: {Endpoint} failed too often and is left alone for {Time}")]
    public static partial void Opened(ILogger logger, string modelName, string endpoint, TimeSpan time);

    [LoggerMessage(
        7104,
        LogLevel.Warning,
        "Model {ModelName}: {Endpoint} failed too often, but is called on: too many others are left alone")]
    public static partial void Kept(ILogger logger, string modelName, string endpoint);

    [LoggerMessage(7102, LogLevel.Information, "Model {ModelName}: {Endpoint} answers again")]
    public static partial void Closed(ILogger logger, string modelName, string endpoint);

    [LoggerMessage(
        7103,
        LogLevel.Warning,
        "Model {ModelName}: no remote server described the model, which is served without a signature: {Reason}")]
    public static partial void NoMetadata(ILogger logger, string modelName, string reason);
}
