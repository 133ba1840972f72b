using KServe.Kernels.Attention;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Serving.Encoders;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Reads the options of a language model from the parameters of its configuration.</summary>
internal static class LanguageModelParameters
{
    private const int MaxLength = 1 << 24;

    /// <summary>Gets the options with the parameters of one model over them.</summary>
    /// <exception cref="InferenceException">A parameter is unknown or wrong.</exception>
    public static LanguageModelOptions Apply(LanguageModelOptions options, ModelArtifact artifact)
    {
        if (artifact.Parameters.Count == 0)
        {
            return options;
        }

        var reader = new ModelParameterReader(artifact.Parameters);
        var result = new LanguageModelOptions
        {
            Quantization = reader.GetChoice(
                "quantization",
                options.Quantization,
                ("auto", WeightPrecision.Auto),
                ("none", WeightPrecision.None),
                ("q8", WeightPrecision.Q8),
                ("q4", WeightPrecision.Q4)),
            CacheFormat = reader.GetChoice<KvFormat?>(
                "kv_cache_dtype",
                options.CacheFormat,
                ("auto", null),
                ("float32", KvFormat.F32),
                ("float16", KvFormat.F16),
                ("bfloat16", KvFormat.BF16),
                ("int8", KvFormat.Q8)),
            GenerationDefaults = reader.GetChoice(
                "generation_config",
                options.GenerationDefaults,
                ("auto", GenerationDefaultsSource.Model),
                ("none", GenerationDefaultsSource.None)),
            Threads = reader.GetNumber("threads", options.Threads, 0, 1024),
            AdapterFolder = options.AdapterFolder,
        };
        var engine = options.Engine;
        result.Engine.MaxBatchedTokens = reader.GetNumber("max_num_batched_tokens", engine.MaxBatchedTokens, 1, 65_536);
        result.Engine.MaxSequences = reader.GetNumber("max_num_seqs", engine.MaxSequences, 1, 1024);
        result.Engine.BlockSize = reader.GetNumber("block_size", engine.BlockSize, 16, 1024);
        result.Engine.MaxSequenceLength = reader.Has("max_model_len")
            ? reader.GetNumber("max_model_len", 0, 2, MaxLength)
            : engine.MaxSequenceLength;
        result.Engine.KvCacheBytes = reader.Has("kv_cache_mib")
            ? (long)reader.GetNumber("kv_cache_mib", 0, 1, MaxLength) << 20
            : engine.KvCacheBytes;
        result.Engine.QueueLimit = reader.GetNumber("queue_limit", engine.QueueLimit, 1, 1_000_000);
        result.Engine.PrefixCaching = reader.GetBoolean("enable_prefix_caching", engine.PrefixCaching);
        result.Engine.MaxPromptTokensPerStep = engine.MaxPromptTokensPerStep;
        result.Engine.ShortPromptPreference = engine.ShortPromptPreference;
        result.Engine.ShareCacheBetweenTenants = engine.ShareCacheBetweenTenants;
        foreach (var (tenant, weight) in engine.TenantWeights)
        {
            result.Engine.TenantWeights.Add(tenant, weight);
        }

        result.Engine.MaxLogprobs = engine.MaxLogprobs;
        result.Engine.OnModelFailure = engine.OnModelFailure;
        result.Engine.MaxModelFailures = engine.MaxModelFailures;
        EncoderParameters.Apply(reader, options, result);
        reader.ThrowIfInvalid(artifact.ModelName);
        EncoderParameters.Check(artifact);
        return result;
    }
}
