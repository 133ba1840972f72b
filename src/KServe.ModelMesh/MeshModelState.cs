namespace KServe.ModelMesh;

/// <summary>Names what ModelMesh says of a model.</summary>
public enum MeshModelState
{
    /// <summary>No such model is registered.</summary>
    NotFound,

    /// <summary>The model is registered and is loaded by the next request.</summary>
    NotLoaded,

    /// <summary>The model waits for its load or is being loaded.</summary>
    Loading,

    /// <summary>The model is in memory.</summary>
    Loaded,

    /// <summary>The model failed to load a short time ago; requests get the error at once.</summary>
    LoadingFailed,
}
