namespace KServe.ModelMesh;

/// <summary>Names what ModelMesh says of an alias, which it calls a vmodel.</summary>
public enum MeshAliasState
{
    /// <summary>No such alias exists.</summary>
    NotFound,

    /// <summary>The alias leads to its target.</summary>
    Defined,

    /// <summary>The alias leads to its old target while the new one is loaded.</summary>
    Transitioning,

    /// <summary>The new target failed to load; the alias leads to the old one.</summary>
    TransitionFailed,
}
