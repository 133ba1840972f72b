using Microsoft.Extensions.Logging;

namespace KServe.Storage.HuggingFace;

internal static partial class HubLog
{
    [LoggerMessage(
        3200,
        LogLevel.Information,
        "'{Uri}' is the commit {Commit}: {Files} files, {Bytes} bytes.")]
    public static partial void Resolved(ILogger logger, string uri, string commit, int files, long bytes);

    [LoggerMessage(3201, LogLevel.Information, "'{Uri}' is in the cache, at the commit {Commit}.")]
    public static partial void Cached(ILogger logger, string uri, string? commit);

    [LoggerMessage(3202, LogLevel.Warning, "The hub cannot be asked for '{Uri}'; its cached copy is used: {Reason}")]
    public static partial void UsedStale(ILogger logger, string uri, string reason);
}
