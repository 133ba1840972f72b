using Microsoft.Extensions.Logging;

namespace KServe.Storage.Cache;

internal static partial class CacheLog
{
    [LoggerMessage(3000, LogLevel.Information, "Removed {Count} unfinished downloads of processes that have ended.")]
    public static partial void Cleaned(ILogger logger, int count);

    [LoggerMessage(3001, LogLevel.Warning, "The cached model {Key} is damaged and is replaced.")]
    public static partial void Damaged(ILogger logger, string key);

    [LoggerMessage(3002, LogLevel.Information, "Stored the model of '{Uri}': {Files} files, {Bytes} bytes.")]
    public static partial void Stored(ILogger logger, string uri, long files, long bytes);
}
