using Microsoft.Extensions.Logging;

namespace KServe.ModelMesh;

internal static partial class MeshLog
{
    [LoggerMessage(11001, LogLevel.Error, "Model {ModelName} failed to load")]
    public static partial void LoadFailed(ILogger logger, Exception error, string modelName);

    [LoggerMessage(
        11002,
        LogLevel.Warning,
        "Model {ModelName} has failed to load {Count} times in a row; requests get the error for {Expiry}")]
    public static partial void Remembered(ILogger logger, string modelName, int count, TimeSpan expiry);

    [LoggerMessage(
        11003, LogLevel.Debug, "Model {ModelName} left memory: {Bytes} bytes, last used {Age} ago")]
    public static partial void Evicted(ILogger logger, string modelName, long bytes, TimeSpan age);

    [LoggerMessage(11004, LogLevel.Debug, "Model {ModelName} left memory because it was idle")]
    public static partial void Idle(ILogger logger, string modelName);

    [LoggerMessage(11005, LogLevel.Error, "Model {ModelName} failed to leave memory")]
    public static partial void UnloadFailed(ILogger logger, Exception error, string modelName);

    [LoggerMessage(11006, LogLevel.Error, "Model {ModelName} could not be loaded at the start: {Reason}")]
    public static partial void PreloadFailed(ILogger logger, string modelName, string reason);

    [LoggerMessage(11007, LogLevel.Error, "The models of {Source} could not be read; those known before stay")]
    public static partial void SourceFailed(ILogger logger, Exception error, string source);

    [LoggerMessage(11008, LogLevel.Information, "{Source}: {Added} models new, {Changed} changed, {Removed} gone")]
    public static partial void SourceChanged(ILogger logger, string source, int added, int changed, int removed);

    [LoggerMessage(11009, LogLevel.Error, "Model {ModelName} of {Source} was not taken over")]
    public static partial void ChangeFailed(ILogger logger, Exception error, string modelName, string source);

    [LoggerMessage(11011, LogLevel.Information, "Model {ModelName} has one copy more, {Count} in all")]
    public static partial void CopyAdded(ILogger logger, string modelName, int count);

    [LoggerMessage(11012, LogLevel.Information, "Model {ModelName} has one copy less, {Count} in all")]
    public static partial void CopyRemoved(ILogger logger, string modelName, int count);

    [LoggerMessage(11013, LogLevel.Warning, "A further copy of model {ModelName} failed to load")]
    public static partial void CopyFailed(ILogger logger, Exception error, string modelName);

    [LoggerMessage(11010, LogLevel.Information, "Alias {Alias} leads to model {ModelName}")]
    public static partial void AliasSwitched(ILogger logger, string alias, string modelName);
}
