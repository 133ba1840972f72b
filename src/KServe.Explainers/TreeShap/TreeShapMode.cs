namespace KServe.Explainers;

/// <summary>Names what a feature that is left out is replaced by.</summary>
public enum TreeShapMode
{
    /// <summary>What the training rows did at each node of the trees; needs no background.</summary>
    PathDependent,

    /// <summary>The values of the background rows in turn.</summary>
    Interventional,
}
