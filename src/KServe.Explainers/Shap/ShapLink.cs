namespace KServe.Explainers;

/// <summary>Names the scale on which the values of features add up.</summary>
public enum ShapLink
{
    /// <summary>The output itself.</summary>
    Identity,

    /// <summary>The log-odds of an output that is a probability.</summary>
    Logit,
}
