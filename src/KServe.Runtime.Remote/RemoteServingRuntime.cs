namespace KServe.Runtime.Remote;

/// <summary>Serves models whose URI is the address of another server.</summary>
internal sealed class RemoteServingRuntime(RemotePredictorFactory factory) : IServingRuntime
{
    private const string Format = "remote";

    public string Name => "kserve-remote";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } = [new(Format)];

    public string? DetectFormat(string path) => RemoteAddress.IsRemote(path) ? Format : null;

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        List<string> errors = [];
        var model = $"model '{artifact.ModelName}'";
        var options = RemoteParameters.Read(model, artifact.Parameters, errors);
        errors.AddRange(RemoteModelRules.GetErrors(model, artifact.Path, options));
        return errors.Count == 0
            ? factory.Create(artifact.Path, options)
            : throw InferenceException.InvalidArgument(string.Join(" ", errors));
    }
}
