namespace KServe.Runtime.Generative.Engine;

/// <summary>Says what an engine does when its model throws.</summary>
public enum ModelFailureAction
{
    /// <summary>The running requests fail, the engine tries the model with one token, and goes on.</summary>
    Recover = 0,

    /// <summary>All requests fail, and the engine takes no others.</summary>
    Stop,
}
