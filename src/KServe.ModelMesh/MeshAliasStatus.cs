namespace KServe.ModelMesh;

/// <summary>Tells where an alias leads.</summary>
/// <param name="State">The state.</param>
/// <param name="Target">The model that answers; <see langword="null"/> when there is no such alias.</param>
/// <param name="NextTarget">The model that is to answer instead; <see langword="null"/> when there is none.</param>
/// <param name="Error">Why the next target failed to load; <see langword="null"/> when it did not.</param>
public sealed record MeshAliasStatus(MeshAliasState State, string? Target, string? NextTarget, string? Error);
