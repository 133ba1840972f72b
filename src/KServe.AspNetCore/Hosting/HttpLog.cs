using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore;

/// <summary>The log messages of the protocols over HTTP.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(2001, LogLevel.Error, "A request failed unexpectedly: {Method} {Path}")]
    public static partial void Unexpected(ILogger logger, Exception error, string method, string path);

    [LoggerMessage(2002, LogLevel.Debug, "A request was refused with status {Status}: {Method} {Path}: {Reason}")]
    public static partial void Refused(ILogger logger, int status, string method, string path, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "The client left before the answer: {Method} {Path}")]
    public static partial void ClientLeft(ILogger logger, string method, string path);

    [LoggerMessage(2004, LogLevel.Warning, "A request failed after its answer began: {Method} {Path}")]
    public static partial void Aborted(ILogger logger, Exception error, string method, string path);

    [LoggerMessage(2005, LogLevel.Debug, "A header of a model is reserved, malformed or too much: {Header}")]
    public static partial void HeaderDropped(ILogger logger, string header);

    [LoggerMessage(2006, LogLevel.Information, "KServe listens on {Host} port {Port}")]
    public static partial void Listening(ILogger logger, string host, int port);

    [LoggerMessage(2007, LogLevel.Information, "A client asked to {Action} model {ModelName}")]
    public static partial void Repository(ILogger logger, string action, string modelName);

    [LoggerMessage(2008, LogLevel.Warning, "Metrics are full: {MaxSeries} series exist and new ones are dropped")]
    public static partial void MetricsFull(ILogger logger, int maxSeries);

    [LoggerMessage(2010, LogLevel.Warning, "The process had too little memory for a request: {Method} {Path}")]
    public static partial void OutOfMemory(ILogger logger, string method, string path);

    [LoggerMessage(
        2009,
        LogLevel.Information,
        "At most {Connections} connections are taken at the same time: the process may have {Limit} file descriptors")]
    public static partial void FewDescriptors(ILogger logger, int connections, int limit);
}
