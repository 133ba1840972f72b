using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Serves models of the format <c>onnx</c>.</summary>
internal sealed class OnnxServingRuntime(
    IOptions<OnnxRuntimeOptions> options,
    ILogger<OnnxServingRuntime> logger) : IServingRuntime
{
    private const string Format = "onnx";

    private readonly OnnxModelLoader _loader = new(options.Value, logger);

    public string Name => "kserve-onnxruntime";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
        [new SupportedModelFormat(Format, "1") { AutoSelect = true, Priority = 1 }];

    // A folder with an MLmodel file is an MLflow model, even if that keeps an ONNX file.
    public string? DetectFormat(string path) =>
        OnnxModelFile.Exists(path) && !File.Exists(Path.Combine(path, "MLmodel")) ? Format : null;

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        if (!OnnxModelFile.TryFind(artifact.Path, out var file))
        {
            throw InferenceException.InvalidArgument($"model '{artifact.ModelName}' has no file that ends in .onnx");
        }

        return new OnnxPredictor(_loader, file, OnnxSettingsFactory.Create(options.Value, artifact));
    }
}
