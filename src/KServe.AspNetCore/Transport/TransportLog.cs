using System.Net;
using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Transport;

/// <summary>The log messages of the transport.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(2201, LogLevel.Information,
        "The transport of KServe needs Linux: Kestrel's own serves instead")]
    public static partial void NotLinux(ILogger logger);

    [LoggerMessage(2202, LogLevel.Information, "The transport of KServe serves {EndPoint} with {LoopCount} loops")]
    public static partial void Listening(ILogger logger, EndPoint endPoint, int loopCount);

    [LoggerMessage(2203, LogLevel.Debug, "Another thread leads a loop, {BlockedThreads} are held up by requests")]
    public static partial void TakenOver(ILogger logger, int blockedThreads);

    [LoggerMessage(2204, LogLevel.Warning,
        "Requests hold up {BlockedThreads} threads of the transport: the thread pool serves until some return")]
    public static partial void TooManyBlocked(ILogger logger, int blockedThreads);

    [LoggerMessage(2205, LogLevel.Warning, "No connection can be accepted for now on {EndPoint}: {Reason}")]
    public static partial void CannotAccept(ILogger logger, EndPoint endPoint, string reason);

    [LoggerMessage(2206, LogLevel.Debug, "Connection {ConnectionId} is lost: {Reason}")]
    public static partial void Lost(ILogger logger, string connectionId, string reason);

    [LoggerMessage(2207, LogLevel.Error, "Connection {ConnectionId} failed unexpectedly")]
    public static partial void Unexpected(ILogger logger, Exception error, string connectionId);

    [LoggerMessage(2208, LogLevel.Debug, "Connection {ConnectionId} is closed: {Reason}")]
    public static partial void Closing(ILogger logger, string connectionId, string reason);
}
