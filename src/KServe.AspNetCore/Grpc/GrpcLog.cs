using Microsoft.Extensions.Logging;

namespace KServe.AspNetCore.Grpc;

/// <summary>The log messages of gRPC.</summary>
internal static partial class GrpcLog
{
    [LoggerMessage(2101, LogLevel.Error, "A call failed unexpectedly: {Path}")]
    public static partial void Unexpected(ILogger logger, Exception error, string path);

    [LoggerMessage(2102, LogLevel.Debug, "A call ended with status {Status}: {Path}: {Reason}")]
    public static partial void Refused(ILogger logger, int status, string path, string reason);

    [LoggerMessage(2104, LogLevel.Warning, "The process had too little memory for a call: {Path}")]
    public static partial void OutOfMemory(ILogger logger, string path);

    [LoggerMessage(2103, LogLevel.Debug, "The client left before the answer: {Path}")]
    public static partial void ClientLeft(ILogger logger, string path);
}
