namespace KServe;

/// <summary>Says that a version is to be loaded, and from where.</summary>
internal readonly record struct VersionPlan(ModelDefinition Definition, string Version, string? ArtifactPath)
{
    /// <summary>Gets whether the version comes from options or a folder, not made up.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Tells a part what it is loaded for.</summary>
    public ModelLoadContext ToContext(
        IProgress<double> progress,
        Predictor? predictor = null,
        Transformer? transformer = null,
        ModelSignature? signature = null) => new()
        {
            ModelName = Definition.Name,
            ModelVersion = Version,
            ArtifactPath = ArtifactPath,
            Progress = progress,
            Predictor = predictor,
            Transformer = transformer,
            InnerSignature = signature ?? ModelSignature.Empty,
        };
}
