using Microsoft.Extensions.Logging;

namespace KServe.Batching;

internal static partial class BatchingLog
{
    [LoggerMessage(
        6001,
        LogLevel.Information,
        "Model {ModelName} version {ModelVersion} runs in batches of up to {MaxBatchSize} rows, {Places} at a time")]
    public static partial void Batching(
        ILogger logger, string modelName, string modelVersion, int maxBatchSize, int places);

    [LoggerMessage(
        6002,
        LogLevel.Debug,
        "A batch of {Count} requests to model {ModelName} version {ModelVersion} failed and is run again in parts")]
    public static partial void RunningAgain(
        ILogger logger, Exception error, string modelName, string modelVersion, int count);
}
