namespace KServe.ModelMesh.Tests.Fakes;

/// <summary>Serves any path by a fake model of the path's last part.</summary>
internal sealed class WorldRuntime(ModelWorld world) : IServingRuntime
{
    public string Name => "world";

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
        [new SupportedModelFormat("world") { AutoSelect = true }];

    public IReadOnlyList<string> ProtocolVersions => [];

    public string? DetectFormat(string path) => "world";

    public Predictor CreatePredictor(ModelArtifact artifact) =>
        new SizedPredictor(world, Path.GetFileName(artifact.Path));
}
