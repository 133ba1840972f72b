namespace KServe.ModelMesh;

/// <summary>A name that stands for a model; replaced as a whole.</summary>
/// <param name="Target">The model that answers.</param>
/// <param name="NextTarget">The model that is to answer when it is loaded.</param>
/// <param name="Error">Why the next target failed to load.</param>
internal sealed record MeshAlias(string Target, string? NextTarget = null, string? Error = null);
