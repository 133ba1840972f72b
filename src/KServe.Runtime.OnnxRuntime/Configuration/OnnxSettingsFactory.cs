using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Puts the parameters of a model over the options of the host.</summary>
internal static class OnnxSettingsFactory
{
    private const int MaxThreads = OnnxRuntimeOptionsValidator.MaxThreads;
    private const string IntraOpThreads = "intra_op_threads";
    private const string InterOpThreads = "inter_op_threads";
    private const string ProviderOptions = "execution_provider_options.";

    /// <summary>Creates the settings of one model.</summary>
    /// <exception cref="InferenceException">A parameter is unknown or wrong; all are named at once.</exception>
    public static OnnxSettings Create(OnnxRuntimeOptions options, ModelArtifact artifact)
    {
        var reader = new ModelParameterReader(artifact.Parameters);
        var hasOwnThreads = reader.Has(IntraOpThreads) || reader.Has(InterOpThreads);
        var provider = reader.GetChoice("execution_provider", options.ExecutionProvider, ExecutionProviders.Choices);

        // Options of the host belong to the host's provider; another one would not know them.
        Dictionary<string, string> providerOptions = provider == options.ExecutionProvider
            ? new(options.ExecutionProviderOptions, StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
        foreach (var (key, value) in reader.GetGroup(ProviderOptions))
        {
            providerOptions[key] = value;
        }

        var settings = new OnnxSettings
        {
            IntraOpThreads = reader.GetNumber(IntraOpThreads, options.IntraOpThreads, 0, MaxThreads),
            InterOpThreads = reader.GetNumber(InterOpThreads, options.InterOpThreads, 1, MaxThreads),
            ShareThreadPool = reader.GetBoolean("share_thread_pool", options.ShareThreadPool) && !hasOwnThreads,
            AllowSpinning = options.AllowSpinning,
            GraphOptimization = GetGraphOptimization(reader, options),
            ExecutionMode = reader.GetChoice(
                "execution_mode",
                options.ExecutionMode,
                ("sequential", OnnxExecutionMode.Sequential),
                ("parallel", OnnxExecutionMode.Parallel)),
            ExecutionProvider = provider,
            ExecutionProviderOptions = providerOptions,
            AllowCpuNodes = reader.GetBoolean("allow_cpu_nodes", options.AllowCpuNodes),
            EnableMemoryPattern = reader.GetBoolean("enable_mem_pattern", options.EnableMemoryPattern),
            EnableCpuMemoryArena = reader.GetBoolean("enable_cpu_mem_arena", options.EnableCpuMemoryArena),
            MinimumLogLevel = GetLogLevel(reader, options),
            Warmup = reader.GetBoolean("warmup", options.Warmup),
            IgnoreUnsupportedOutputs =
                reader.GetBoolean("ignore_unsupported_outputs", options.IgnoreUnsupportedOutputs),
        };
        reader.ThrowIfInvalid(artifact.ModelName);
        return settings;
    }

    private static OnnxGraphOptimization GetGraphOptimization(
        ModelParameterReader reader,
        OnnxRuntimeOptions options) =>
        reader.GetChoice(
            "graph_optimization_level",
            options.GraphOptimization,
            ("disable", OnnxGraphOptimization.Disable),
            ("basic", OnnxGraphOptimization.Basic),
            ("extended", OnnxGraphOptimization.Extended),
            ("all", OnnxGraphOptimization.All));

    private static LogLevel GetLogLevel(ModelParameterReader reader, OnnxRuntimeOptions options) => reader.GetChoice(
        "log_severity",
        options.MinimumLogLevel,
        ("verbose", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warning", LogLevel.Warning),
        ("error", LogLevel.Error),
        ("fatal", LogLevel.Critical));
}
