namespace KServe.Runtime.XGBoost;

/// <summary>Names what turns a base score into a margin.</summary>
internal enum BoosterLink
{
    Identity,
    Logit,
    Logarithm,

    /// <summary>The inverse of the steps between expectiles.</summary>
    Expectiles,
}
