namespace KServe.ModelMesh;

/// <summary>Names where a registered model is.</summary>
internal enum EntryState
{
    NotLoaded,
    Loading,
    Loaded,
    Leaving,
}
