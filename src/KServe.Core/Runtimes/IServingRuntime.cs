namespace KServe;

/// <summary>Turns the artifact of a model format into a predictor.</summary>
/// <remarks>Registered as a singleton; implementations are safe for concurrent calls.</remarks>
public interface IServingRuntime
{
    /// <summary>Gets the name by which a model can ask for this runtime, like <c>kserve-onnxruntime</c>.</summary>
    string Name { get; }

    /// <summary>Gets the formats that can be loaded.</summary>
    IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; }

    /// <summary>Gets the protocols that are served, like <c>v1</c> or <c>grpc-v2</c>; none means any.</summary>
    IReadOnlyList<string> ProtocolVersions => [];

    /// <summary>Finds the format of an artifact by looking at its files.</summary>
    /// <param name="path">The local file or folder.</param>
    /// <returns>One of the supported formats' names, or <see langword="null"/>.</returns>
    string? DetectFormat(string path);

    /// <summary>Creates a predictor; its <see cref="Predictor.LoadAsync"/> is called afterwards.</summary>
    /// <param name="artifact">The model on the local disk.</param>
    /// <returns>A predictor that has not been loaded.</returns>
    /// <exception cref="InferenceException">The artifact cannot be served.</exception>
    Predictor CreatePredictor(ModelArtifact artifact);
}
