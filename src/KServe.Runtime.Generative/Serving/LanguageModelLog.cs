using KServe.Kernels.Linear;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Generative.Serving;

/// <summary>What the log says of language models.</summary>
internal static partial class LanguageModelLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Model {Model} ({Architecture}): {WeightMiB} MiB of weights, quantization {Quantization}, {Threads} "
            + "threads with {Instructions}, KV cache of {CacheTokens} tokens in {CacheMiB} MiB, "
            + "up to {MaxLength} tokens per request")]
    public static partial void Loaded(
        ILogger logger,
        string model,
        string architecture,
        long weightMiB,
        WeightPrecision quantization,
        int threads,
        string instructions,
        int cacheTokens,
        long cacheMiB,
        int maxLength);
}
