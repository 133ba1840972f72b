namespace KServe;

/// <summary>Names what can happen to a model of the registry.</summary>
public enum ModelChangeKind
{
    /// <summary>A definition was added or replaced, and its revisions serve.</summary>
    Defined,

    /// <summary>All versions were loaded, anew or for the first time.</summary>
    Loaded,

    /// <summary>A load or a definition failed; what served before goes on.</summary>
    Failed,

    /// <summary>The model was unloaded; its definition is still known.</summary>
    Unloaded,

    /// <summary>The shares of its tracks have changed, or a canary was added.</summary>
    TrafficChanged,

    /// <summary>A canary became the stable track.</summary>
    Promoted,

    /// <summary>Canaries were taken back, or the revision before the last serves again.</summary>
    RolledBack,

    /// <summary>The model is gone, with its definition and its last request.</summary>
    Removed,
}
