namespace KServe.Runtime.Generative.Engine;

/// <summary>Says whether an engine takes requests.</summary>
internal enum EngineHealth
{
    /// <summary>It does.</summary>
    Ready = 0,

    /// <summary>Its model has failed and is being tried.</summary>
    Recovering,

    /// <summary>It ends the requests that it has and takes no others.</summary>
    Draining,

    /// <summary>It has stopped.</summary>
    Stopped,
}
