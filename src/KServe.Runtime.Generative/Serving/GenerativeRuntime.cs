using KServe.Runtime.Generative.Serving.Encoders;
using KServe.Runtime.Generative.Serving.TextToText;
using KServe.Runtime.Generative.Telemetry;
using KServe.Runtime.Generative.Weights;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Runtime.Generative.Serving;

/// <summary>Serves folders of the Hugging Face Hub, and GGUF files.</summary>
internal sealed class GenerativeRuntime(
    IOptionsMonitor<LanguageModelOptions> options,
    GenerationMetrics metrics,
    TimeProvider time,
    ILogger<GenerativeRuntime> logger) : IServingRuntime
{
    private const string HuggingFace = "huggingface";
    private const string Gguf = "gguf";

    // What clusters call the same folders where vLLM itself serves them.
    private const string Vllm = "vLLM";

    public string Name => "kserve-huggingfaceserver";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
    [
        new SupportedModelFormat(HuggingFace, "1") { AutoSelect = true, Priority = 1 },
        new SupportedModelFormat(Vllm, "1") { AutoSelect = true, Priority = 1 },
        new SupportedModelFormat(Gguf, "3") { AutoSelect = true, Priority = 1 },
    ];

    // A folder with an MLmodel file is an MLflow model, whatever lies in it.
    public string? DetectFormat(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? Gguf : null;
        }

        if (!Directory.Exists(path) || File.Exists(Path.Combine(path, "MLmodel")))
        {
            return null;
        }

        var hasWeights = File.Exists(Path.Combine(path, "model.safetensors"))
            || File.Exists(Path.Combine(path, "model.safetensors.index.json"));
        return hasWeights && File.Exists(Path.Combine(path, "config.json")) ? HuggingFace
            : Directory.EnumerateFiles(path, "*.gguf").Any() ? Gguf
            : null;
    }

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var settings = LanguageModelParameters.Apply(options.Get(artifact.ModelName), artifact);
        return FindTask(artifact.Path, settings.Task) switch
        {
            LanguageModelTask.TextGeneration => new LanguageModel(artifact.Path, settings, metrics, time, logger),
            LanguageModelTask.Text2TextGeneration => new TextToTextModel(
                artifact.Path, settings, metrics, time),
            _ => new TextEncoder(artifact.Path, settings) { Telemetry = metrics.GenAi, Time = time },
        };
    }

    private static LanguageModelTask FindTask(string path, LanguageModelTask asked)
    {
        using var store = WeightStore.Open(path);
        return EncoderTasks.Get(store.ReadConfiguration(), asked);
    }
}
