namespace KServe;

/// <summary>Names the states of a model version.</summary>
public enum ModelState
{
    /// <summary>The version cannot be used; the reason says why.</summary>
    Unavailable,

    /// <summary>The version is being loaded.</summary>
    Loading,

    /// <summary>The version answers requests.</summary>
    Ready,

    /// <summary>The version takes no new requests and ends those that run.</summary>
    Unloading,
}
