using Microsoft.Extensions.Logging;

namespace KServe.ControlPlane;

internal static partial class ControlPlaneLog
{
    [LoggerMessage(1, LogLevel.Information, "{Resource} generation {Generation} is ready")]
    public static partial void Ready(ILogger logger, ResourceKey resource, long generation);

    [LoggerMessage(2, LogLevel.Warning, "{Resource} generation {Generation} is not ready: {Reason}: {Message}")]
    public static partial void NotReady(
        ILogger logger, ResourceKey resource, long generation, string reason, string message);

    [LoggerMessage(3, LogLevel.Information, "{Resource} is removed")]
    public static partial void Removed(ILogger logger, ResourceKey resource);

    [LoggerMessage(4, LogLevel.Warning, "{Resource}: accepted, not acted on: {Notice}")]
    public static partial void Notice(ILogger logger, ResourceKey resource, string notice);

    [LoggerMessage(5, LogLevel.Error, "Work on {Resource} failed")]
    public static partial void HandlerFailed(ILogger logger, Exception error, ResourceKey resource);

    [LoggerMessage(6, LogLevel.Debug, "{Resource} had no model to remove: {Message}")]
    public static partial void NothingToRemove(ILogger logger, ResourceKey resource, string message);

    [LoggerMessage(7, LogLevel.Warning, "{Error}; what the file held before goes on")]
    public static partial void BrokenFile(ILogger logger, ResourceError error);

    [LoggerMessage(8, LogLevel.Information, "{File}: {Skipped}; passed over")]
    public static partial void Skipped(ILogger logger, string file, string skipped);

    [LoggerMessage(9, LogLevel.Warning, "Cannot watch '{Path}' for changes; it is read every {Interval} instead")]
    public static partial void NotWatched(ILogger logger, Exception error, string path, TimeSpan interval);

    [LoggerMessage(10, LogLevel.Error, "The watched paths could not be read")]
    public static partial void ScanFailed(ILogger logger, Exception error);

    [LoggerMessage(11, LogLevel.Warning, "{Error}; what was kept of it is passed over")]
    public static partial void BrokenState(ILogger logger, ResourceError error);

    [LoggerMessage(12, LogLevel.Warning, "{Resource} is not kept over a restart: {Reason}")]
    public static partial void NotKept(ILogger logger, ResourceKey resource, string reason);

    [LoggerMessage(13, LogLevel.Warning, "{Resource}: what was rolled out before cannot be served: {Message}")]
    public static partial void NotRestored(ILogger logger, ResourceKey resource, string message);
}
