namespace KServe;

/// <summary>Names the states of a track of a model.</summary>
public enum RolloutState
{
    /// <summary>The traffic stays until somebody changes it.</summary>
    Steady,

    /// <summary>The traffic rises step by step.</summary>
    Progressing,
}
