namespace KServe.Detectors;

/// <summary>Names the tests that compare a window of rows with the reference.</summary>
public enum DriftMethod
{
    /// <summary>The test of Kolmogorov and Smirnov for each feature, for continuous numbers.</summary>
    KolmogorovSmirnov,

    /// <summary>Pearson's chi-squared test for each feature, for categories given as numbers.</summary>
    ChiSquared,

    /// <summary>The maximum mean discrepancy of all features together, with a permutation test.</summary>
    MeanDiscrepancy,

    /// <summary>The population stability index of each feature, over bins of the reference.</summary>
    PopulationStability,
}
