namespace KServe.Core.Tests.Fakes;

/// <summary>A runtime that claims formats and recognises files by their extension.</summary>
internal sealed class FakeRuntime(string name, params SupportedModelFormat[] formats) : IServingRuntime
{
    public string Name => name;

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats => formats;

    public IReadOnlyList<string> ProtocolVersions { get; init; } = [];

    public List<ModelArtifact> Created { get; } = [];

    public string? DetectFormat(string path) => formats
        .FirstOrDefault(format => Path.GetExtension(path) == $".{format.Name}" || (Directory.Exists(path)
            && Directory.EnumerateFiles(path, $"*.{format.Name}").Any()))?.Name;

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        Created.Add(artifact);
        return new DelegatePredictor((_, _) =>
            new(new InferResponse(BytesTensor.Rent(new TensorPool(), "path", [1], artifact.Path))));
    }
}
