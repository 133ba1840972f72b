namespace KServe.ModelMesh;

/// <summary>Tells the state of one registered model.</summary>
/// <param name="State">The state.</param>
/// <param name="Bytes">The bytes that the model holds or has reserved; 0 when it is not in memory.</param>
/// <param name="Error">Why the last load failed; <see langword="null"/> when it did not.</param>
public readonly record struct MeshModelStatus(MeshModelState State, long Bytes, string? Error);
