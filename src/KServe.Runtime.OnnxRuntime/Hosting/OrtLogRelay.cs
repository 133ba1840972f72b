using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Hands what the native library logs to the logger of the model it is about.</summary>
/// <remarks>
/// The library has one log function per process. Each session carries an id of its own, so that every host gets the
/// lines of its models and of no others; lines that belong to no session are dropped.
/// </remarks>
internal static class OrtLogRelay
{
    private static readonly ConcurrentDictionary<string, OrtLogTarget> Targets = new(StringComparer.Ordinal);

    /// <summary>Gets the function to create the library's environment with.</summary>
    public static DOrtLoggingFunction Function { get; } = Write;

    /// <summary>Starts the hand-over for one session.</summary>
    /// <returns>The id that the session must log with.</returns>
    public static string Register(ILogger logger, string modelName)
    {
        var id = $"kserve-{Guid.NewGuid():N}";
        Targets[id] = new OrtLogTarget(logger, modelName);
        return id;
    }

    public static void Unregister(string id) => Targets.TryRemove(id, out _);

    public static LogLevel ToLogLevel(OrtLoggingLevel level) => level switch
    {
        OrtLoggingLevel.ORT_LOGGING_LEVEL_VERBOSE => LogLevel.Debug,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO => LogLevel.Information,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING => LogLevel.Warning,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    public static OrtLoggingLevel FromLogLevel(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => OrtLoggingLevel.ORT_LOGGING_LEVEL_VERBOSE,
        LogLevel.Information => OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO,
        LogLevel.Warning => OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
        LogLevel.Error => OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        _ => OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    private static void Write(
        IntPtr state,
        OrtLoggingLevel severity,
        string category,
        string logId,
        string codeLocation,
        string message)
    {
        try
        {
            // A run logs as "session id: run id".
            var end = logId.IndexOf(':', StringComparison.Ordinal);
            if (Targets.TryGetValue(end < 0 ? logId : logId[..end], out var target))
            {
                var level = ToLogLevel(severity);
                OnnxRuntimeLog.Native(target.Logger, level, target.ModelName, message, codeLocation);
            }
        }
        catch (Exception)
        {
            // An exception that leaves this function goes through native frames and ends the process; a line of log
            // that a logger could not take is not worth that.
        }
    }
}
