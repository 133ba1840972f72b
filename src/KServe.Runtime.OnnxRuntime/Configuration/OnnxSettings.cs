using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Holds the settings of one model: the host's options with the model's parameters over them.</summary>
internal sealed record OnnxSettings
{
    public required int IntraOpThreads { get; init; }

    public required int InterOpThreads { get; init; }

    public required bool ShareThreadPool { get; init; }

    public required bool AllowSpinning { get; init; }

    public required OnnxGraphOptimization GraphOptimization { get; init; }

    public required OnnxExecutionMode ExecutionMode { get; init; }

    public required string ExecutionProvider { get; init; }

    public required IReadOnlyDictionary<string, string> ExecutionProviderOptions { get; init; }

    public required bool AllowCpuNodes { get; init; }

    public required bool EnableMemoryPattern { get; init; }

    public required bool EnableCpuMemoryArena { get; init; }

    public required LogLevel MinimumLogLevel { get; init; }

    public required bool Warmup { get; init; }

    public required bool IgnoreUnsupportedOutputs { get; init; }
}
