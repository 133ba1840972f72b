namespace KServe;

/// <summary>Says that a version is to be loaded, and from where.</summary>
internal readonly record struct VersionPlan(ModelDefinition Definition, string Version, string? ArtifactPath)
{
    /// <summary>Gets whether the version comes from options or a folder, not made up.</summary>
    public bool IsExplicit { get; init; }
}
