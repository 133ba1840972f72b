using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Generative.Engine;

/// <summary>What engines log.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(8001, LogLevel.Error, "The model {Model} failed in a step of {Sequences} answers, {Tokens} tokens")]
    public static partial void ModelFailed(
        this ILogger logger, Exception exception, string model, int sequences, int tokens);

    [LoggerMessage(8002, LogLevel.Warning, "The model {Model} answers again after {Failures} failures")]
    public static partial void Recovered(this ILogger logger, string model, int failures);

    [LoggerMessage(8003, LogLevel.Critical, "The engine of {Model} has stopped after {Failures} failures of its model")]
    public static partial void GaveUp(this ILogger logger, string model, int failures);

    [LoggerMessage(8004, LogLevel.Error, "A request to {Model} failed while its answer was generated")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string model);

    [LoggerMessage(8006, LogLevel.Debug, "A request to {Model} was refused while its answer was generated")]
    public static partial void RequestRefused(this ILogger logger, string model);

    [LoggerMessage(8005, LogLevel.Critical, "The step loop of {Model} failed")]
    public static partial void LoopFailed(this ILogger logger, Exception exception, string model);
}
