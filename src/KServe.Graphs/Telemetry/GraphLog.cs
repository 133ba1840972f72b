using Microsoft.Extensions.Logging;

namespace KServe.Graphs;

/// <summary>What graphs log: names of steps, never URLs, headers or bodies.</summary>
internal static partial class GraphLog
{
    [LoggerMessage(1, LogLevel.Warning, "Step {Step} could not be reached: {Error}")]
    public static partial void Unreachable(ILogger logger, string step, string error);

    [LoggerMessage(2, LogLevel.Debug, "No connection could be opened; attempt {Attempt} of a retry")]
    public static partial void Retry(ILogger logger, int attempt);
}
