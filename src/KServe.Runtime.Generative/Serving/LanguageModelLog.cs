using KServe.Kernels.Attention;
using KServe.Kernels.Linear;
using Microsoft.Extensions.Logging;

namespace KServe.Runtime.Generative.Serving;

/// <summary>What the log says of language models.</summary>
internal static partial class LanguageModelLog
{
    /// <summary>Says in one line what a model runs on and what that allows.</summary>
    [LoggerMessage(
        8006,
        LogLevel.Information,
        "Model {Model} ({Architecture}) is loaded: {Instructions} on {Threads} threads; {WeightBytes} bytes of "
            + "weights (quantization {Quantization}), of which each token reads {TokenBytes}; a KV cache of "
            + "{CacheBytes} bytes in {CacheBlocks} blocks of {BlockSize} tokens ({CacheFormat}); up to {MaxLength} "
            + "tokens per request; {Roofline}")]
    public static partial void Loaded(
        ILogger logger,
        string model,
        string architecture,
        string instructions,
        int threads,
        long weightBytes,
        WeightPrecision quantization,
        long tokenBytes,
        long cacheBytes,
        int cacheBlocks,
        int blockSize,
        KvFormat cacheFormat,
        int maxLength,
        string roofline);

    /// <summary>Says which sampling parameters requests get that leave them out.</summary>
    [LoggerMessage(
        8007,
        LogLevel.Information,
        "Model {Model} gives requests that leave them out the sampling parameters of its authors: {Defaults}")]
    public static partial void UsesDefaults(ILogger logger, string model, string defaults);
}
