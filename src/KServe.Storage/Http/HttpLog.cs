using Microsoft.Extensions.Logging;

namespace KServe.Storage.Http;

internal static partial class HttpLog
{
    [LoggerMessage(3100, LogLevel.Information, "Downloading '{Uri}'.")]
    public static partial void Started(ILogger logger, string uri);

    [LoggerMessage(
        3101,
        LogLevel.Warning,
        "Attempt {Attempt} to download '{Uri}' failed after {Bytes} bytes: {Reason}")]
    public static partial void AttemptFailed(ILogger logger, int attempt, string uri, long bytes, string reason);

    [LoggerMessage(3102, LogLevel.Warning, "'{Uri}' cannot be asked; its cached copy is used: {Reason}")]
    public static partial void UsedStale(ILogger logger, string uri, string reason);

    [LoggerMessage(3103, LogLevel.Debug, "The cached copy of '{Uri}' is still right.")]
    public static partial void NotModified(ILogger logger, string uri);
}
