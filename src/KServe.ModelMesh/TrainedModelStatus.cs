namespace KServe.ModelMesh;

/// <summary>Tells what became of a TrainedModel.</summary>
/// <param name="IsMemoryAvailable">
/// Whether its InferenceService has memory for it (KServe's condition MemoryResourceAvailable); if not, nothing was
/// changed.
/// </param>
/// <param name="Model">The state of the model: loaded, or not loaded for lack of room, or why its load failed.</param>
public readonly record struct TrainedModelStatus(bool IsMemoryAvailable, MeshModelStatus Model);
