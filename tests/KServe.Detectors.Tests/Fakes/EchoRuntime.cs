namespace KServe.Detectors.Tests.Fakes;

/// <summary>Answers for any path with what it is sent.</summary>
internal sealed class EchoRuntime : IServingRuntime
{
    public string Name => "echo";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
        [new SupportedModelFormat("echo") { AutoSelect = true }];

    public IReadOnlyList<string> ProtocolVersions => [];

    public string? DetectFormat(string path) => "echo";

    public Predictor CreatePredictor(ModelArtifact artifact) => new EchoPredictor();
}
