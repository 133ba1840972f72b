namespace KServe.Detectors;

/// <summary>Names what is compared with the reference.</summary>
public enum DriftTarget
{
    /// <summary>What clients send.</summary>
    Inputs,

    /// <summary>What the model answers.</summary>
    Outputs,
}
