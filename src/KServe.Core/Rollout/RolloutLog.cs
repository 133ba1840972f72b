using Microsoft.Extensions.Logging;

namespace KServe;

internal static partial class RolloutLog
{
    [LoggerMessage(1301, LogLevel.Information, "Model {ModelName}: track {Track} has {Percent} percent of the traffic")]
    public static partial void TrafficSet(ILogger logger, string modelName, string track, double percent);

    [LoggerMessage(1302, LogLevel.Information, "Model {ModelName}: track {Track} was promoted")]
    public static partial void Promoted(ILogger logger, string modelName, string track);

    [LoggerMessage(1303, LogLevel.Warning, "Model {ModelName}: track {Track} was rolled back: {Reason}")]
    public static partial void RolledBack(ILogger logger, string modelName, string track, string reason);

    [LoggerMessage(1304, LogLevel.Error, "Model {ModelName}: the rollout of track {Track} could not {Action}")]
    public static partial void ChangeFailed(
        ILogger logger, Exception error, string modelName, string track, string action);

    [LoggerMessage(1305, LogLevel.Debug, "Model {ModelName}: a request mirrored to track {Track} failed")]
    public static partial void ShadowFailed(ILogger logger, Exception error, string modelName, string track);
}
