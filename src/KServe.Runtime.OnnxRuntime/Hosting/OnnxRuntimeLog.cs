using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime;

internal static partial class OnnxRuntimeLog
{
    [LoggerMessage(EventId = 5001, Message = "Model {ModelName}: {Message} ({CodeLocation})")]
    public static partial void Native(
        ILogger logger, LogLevel level, string modelName, string message, string codeLocation);

    [LoggerMessage(
        5002,
        LogLevel.Information,
        "ONNX Runtime {Version} started with {Threads} threads that all models of the process share")]
    public static partial void Started(ILogger logger, string version, int threads);

    [LoggerMessage(
        5003,
        LogLevel.Warning,
        "ONNX Runtime has {Threads} shared threads since an earlier host of this process; configured are {Wanted}")]
    public static partial void OtherThreadCount(ILogger logger, int threads, int wanted);

    [LoggerMessage(
        5004,
        LogLevel.Warning,
        "ONNX Runtime was started by other code of this process: no threads are shared, and its logs go elsewhere")]
    public static partial void StartedElsewhere(ILogger logger);

    [LoggerMessage(5005, LogLevel.Warning, "The warm-up of model {ModelName} failed")]
    public static partial void WarmupFailed(ILogger logger, Exception error, string modelName);

    [LoggerMessage(5006, LogLevel.Warning, "Model {ModelName}: output {OutputName} is left out, it is {Kind}")]
    public static partial void OutputIgnored(ILogger logger, string modelName, string outputName, string kind);
}
