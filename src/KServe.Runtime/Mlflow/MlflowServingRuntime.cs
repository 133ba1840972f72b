using KServe.Runtime.Files;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Runtime.Mlflow;

/// <summary>Serves MLflow model folders through the runtimes of their flavours.</summary>
/// <remarks>The runtimes are asked for when a model is loaded: this one is among them.</remarks>
internal sealed class MlflowServingRuntime(IServiceProvider services) : IServingRuntime
{
    private const string Format = "mlflow";

    public string Name => "kserve-mlserver";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
    [
        new SupportedModelFormat(Format, "1") { Priority = 1 },
        new SupportedModelFormat(Format, "2") { Priority = 1 },
    ];

    public string? DetectFormat(string path) =>
        File.Exists(Path.Combine(path, ModelFiles.MlflowFile)) ? Format : null;

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var folder = Path.GetFullPath(artifact.Path);
        if (!File.Exists(Path.Combine(folder, ModelFiles.MlflowFile)))
        {
            throw InferenceException.InvalidArgument($"model '{artifact.ModelName}' has no file MLmodel");
        }

        var model = MlflowModel.Read(folder);
        var runtime = services.GetServices<IServingRuntime>()
            .Where(runtime => Supports(runtime, model.Format))
            .MaxBy(runtime => runtime.SupportedModelFormats.Max(static entry => entry.Priority ?? int.MinValue))
            ?? throw InferenceException.InvalidArgument(
                $"model '{artifact.ModelName}': no serving runtime supports its flavor '{model.Format}'");
        var inner = runtime.CreatePredictor(new ModelArtifact(artifact.ModelName, model.File)
        {
            Format = model.Format,
            Parameters = GetParameters(artifact, model),
        });
        return new MlflowPredictor(inner, model);
    }

    private static bool Supports(IServingRuntime runtime, string format) =>
        runtime.SupportedModelFormats.Any(entry =>
            entry.AutoSelect && string.Equals(entry.Name, format, StringComparison.OrdinalIgnoreCase));

    // XGBClassifier answers with labels where the Booster in its file would answer with probabilities.
    private static Dictionary<string, string> GetParameters(ModelArtifact artifact, MlflowModel model)
    {
        var parameters = new Dictionary<string, string>(artifact.Parameters, StringComparer.Ordinal);
        if (model.IsClassifier && model.Format == "xgboost")
        {
            parameters.TryAdd("classifier", "true");
        }

        return parameters;
    }
}
