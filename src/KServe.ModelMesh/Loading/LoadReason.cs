namespace KServe.ModelMesh;

/// <summary>Names who wants a model in memory.</summary>
internal enum LoadReason
{
    /// <summary>A request, which has been counted as waiting.</summary>
    Request,

    /// <summary>Somebody who asked for this model by name.</summary>
    Explicit,

    /// <summary>Nobody yet: only while there is room, never at the cost of another model.</summary>
    Eager,
}
