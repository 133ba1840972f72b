namespace KServe.Runtime.Pmml.Outputs;

/// <summary>Names what an output field shows.</summary>
internal enum OutputFeature : byte
{
    PredictedValue,
    DisplayValue,
    Transformed,
    Probability,
    Confidence,
    Affinity,
    EntityId,
    EntityAffinity,
    ReasonCode,
    Rule,
    Residual,

    /// <summary>Known to the standard, and not computed: always missing.</summary>
    Absent,
}
